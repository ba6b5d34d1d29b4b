import { randomBytes } from 'node:crypto';
import pg, { type Pool } from 'pg';
import { inject } from 'vitest';
import { createPool } from './pool.ts';

/** Shared by integration tests. */

export interface TestDatabase {
  /** Connection string of a role that owns this database and is no superuser. */
  url: string;
  /** The same of a role that owns nothing and has no rights yet; see `letApplicationIn`. */
  appUrl: string;
  pool: Pool;
  /** Ends the pool and drops the database with whatever still uses it. */
  drop(): Promise<void>;
}

/** An empty database on the server of the tests, with an ordinary role of its own: the product must not need more. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser((client) => client.query(`create role ${name} login password '${name}'`));
  await asSuperuser((client) => client.query(`create database ${name} owner ${name}`));
  const application = `${name}_app`;
  await asSuperuser((client) => client.query(`create role ${application} login password '${application}'`));
  const urlOf = (role: string): string =>
    Object.assign(new URL(serverUrl()), { username: role, password: role, pathname: `/${name}` }).href;
  const pool = createPool(urlOf(name), { applicationName: 'test', max: 10 });
  return {
    url: urlOf(name),
    appUrl: urlOf(application),
    pool,
    async drop() {
      await pool.end();
      await asSuperuser((client) => client.query(`drop database ${name} with (force)`));
      await asSuperuser((client) => client.query(`drop role ${application}, ${name}`));
    },
  };
}

/** Runs statements with all rights, on the server's own database. */
export async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Given by the set-up of the integration tests. */
function serverUrl(): string {
  return inject('databaseUrl');
}
