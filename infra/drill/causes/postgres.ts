import type { Client } from 'pg';
import type { Scene } from '../scene.ts';
import { type Cause, repeat } from './cause.ts';

const manyConnections: Cause = {
  title: 'a program opens 36 connections and leaves them idle',
  alerts: ['HighDatabaseConnections'],
  async start({ connect }) {
    const opened = await Promise.all(Array.from({ length: 36 }, () => connect('application')));
    return async () => void (await Promise.all(opened.map((client) => client.end())));
  },
};

const forgottenTransaction: Cause = {
  title: 'a transaction is left open for five minutes',
  alerts: ['PostgresLongTransaction'],
  takesMinutes: true,
  async start({ connect }) {
    const client = await connect('application');
    await client.query('begin; select 1');
    return () => client.end();
  },
};

const deadlocks: Cause = {
  title: 'two programs lock two rows in opposite orders, again and again',
  alerts: ['PostgresDeadlocks'],
  async start({ connect }) {
    const [one, two] = await Promise.all([connect('superuser'), connect('superuser')]);
    for (const client of [one, two]) await client.query("set deadlock_timeout = '20ms'");
    await one.query('create table drill_row (id int primary key)');
    await one.query('insert into drill_row values (1), (2)');
    const lock = (client: Client, first: number, second: number) => async (): Promise<void> => {
      const row = 'select from drill_row where id =';
      await client.query(`begin; ${row} ${first} for update; select pg_sleep(0.05)`);
      await client.query(`${row} ${second} for update`).catch(() => {});
      await client.query('rollback');
    };
    const stops = [repeat(lock(one, 1, 2), 50), repeat(lock(two, 2, 1), 50)];
    return async () => {
      await Promise.all(stops.map((stop) => stop()));
      await one.query('drop table drill_row');
      await Promise.all([one.end(), two.end()]);
    };
  },
};

const lockedOut: Cause = {
  title: 'PostgreSQL takes no connection to the database any more',
  alerts: ['PostgresDown', 'DependencyDown'],
  heldBack: { DependencyDown: 'PostgresDown' },
  async start(scene) {
    const name = databaseOf(scene);
    const client = await scene.connect('superuser', 'postgres');
    await client.query(`alter database ${client.escapeIdentifier(name)} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    return async () => {
      await client.query(`alter database ${client.escapeIdentifier(name)} allow_connections true`);
      await client.end();
    };
  },
};

const databaseOf = ({ outputs }: Scene): string => new URL(outputs.databaseUrl ?? '').pathname.slice(1);

const collectorRefused: Cause = {
  title: 'there is a database that the exporter may not look into',
  alerts: ['PostgresCollectorFailing'],
  async start({ connect }) {
    const client = await connect('superuser');
    await client.query('create database drill_closed');
    await client.query('revoke connect on database drill_closed from public');
    return async () => {
      await client.query('drop database drill_closed');
      await client.end();
    };
  },
};

export const postgresCauses = {
  manyConnections,
  forgottenTransaction,
  deadlocks,
  lockedOut,
  collectorRefused,
} satisfies Record<string, Cause>;
