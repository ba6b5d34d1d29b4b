import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LocalError } from '../errors.ts';
import { superuser } from './cluster.ts';

interface Application {
  port: number;
  database: string;
  user: string;
  password: string;
}

/** Waits until the server takes queries, then makes the application's role (never a superuser) and database. */
export async function ensureApplication(
  { port, database, user, password }: Application,
  superuserPassword: string,
): Promise<void> {
  const client = await connectAsSuperuser(port, superuserPassword);
  try {
    const role = client.escapeIdentifier(user);
    const exists = async (query: string, name: string): Promise<boolean> =>
      (await client.query(query, [name])).rowCount === 1;
    if (!(await exists('select 1 from pg_roles where rolname = $1', user)))
      await client.query(`create role ${role} login`);
    const options = 'login nosuperuser nocreatedb nocreaterole noreplication';
    await client.query(`alter role ${role} with ${options} password ${client.escapeLiteral(password)}`);
    if (!(await exists('select 1 from pg_database where datname = $1', database))) {
      await client.query(`create database ${client.escapeIdentifier(database)} owner ${role}`);
    }
  } finally {
    await client.end();
  }
}

/** Connects as the superuser, waiting up to 30 s for a server that still starts or recovers. */
export async function connectAsSuperuser(port: number, password: string): Promise<pg.Client> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: superuser,
      password,
      database: 'postgres',
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
