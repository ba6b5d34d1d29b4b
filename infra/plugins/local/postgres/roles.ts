import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LocalError } from '../errors.ts';
import { superuser } from './cluster.ts';

interface Wanted {
  port: number;
  database: string;
  /** Of the application. */
  user: string;
  password: string;
  /** Of the database and its tables. */
  owner: string;
  ownerPassword: string;
}

/**
 * Waits until the server takes queries, then makes the database with its owner, and the role of the application. Neither
 * is a superuser; what the application may do is for the migration to say.
 */
export async function ensureDatabase(wanted: Wanted, superuserPassword: string): Promise<void> {
  const { port, database, user, password, owner, ownerPassword } = wanted;
  const client = await connectAsSuperuser(port, superuserPassword);
  try {
    // Who restores it may copy it and its log as well.
    await ensureRole(client, owner, ownerPassword, 'replication');
    await ensureRole(client, user, password, 'noreplication');
    const { rows } = await client.query<{ owner: string }>(
      'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
      [database],
    );
    const name = client.escapeIdentifier(database);
    if (!rows[0]) await client.query(`create database ${name} owner ${client.escapeIdentifier(owner)}`);
    else if (rows[0].owner === user) await handOver(wanted, superuserPassword);
  } finally {
    await client.end();
  }
}

async function ensureRole(
  client: pg.Client,
  name: string,
  password: string,
  replication: 'replication' | 'noreplication',
): Promise<void> {
  const role = client.escapeIdentifier(name);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  if (!rowCount) await client.query(`create role ${role} login`);
  const options = `login nosuperuser nocreatedb nocreaterole ${replication}`;
  await client.query(`alter role ${role} with ${options} password ${client.escapeLiteral(password)}`);
}

/** Until version 0.1 the application owned the database and its tables. */
async function handOver({ port, database, user, owner }: Wanted, superuserPassword: string): Promise<void> {
  const client = await connectAsSuperuser(port, superuserPassword, database);
  try {
    await client.query(
      `reassign owned by ${client.escapeIdentifier(user)} to ${client.escapeIdentifier(owner)}`,
    );
  } finally {
    await client.end();
  }
}

/** Connects as the superuser, waiting up to 30 s for a server that still starts or recovers. */
export async function connectAsSuperuser(
  port: number,
  password: string,
  database = 'postgres',
): Promise<pg.Client> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: superuser,
      password,
      database,
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === '28P01') {
        throw new LocalError(
          `PostgreSQL on port ${port} refuses the superuser's password of this stack: another server has the port, ` +
            'or the .superuser file beside the data folder was changed.',
        );
      }
      if (Date.now() > deadline)
        throw new LocalError(`PostgreSQL on port ${port} does not take connections: ${message}`);
      await sleep(100);
    }
  }
}
