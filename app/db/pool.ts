import pg from 'pg';

// Days stay the text they are; a Date of local midnight would be another day elsewhere.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** What a query can be sent to: the pool, or one client of it inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;
export type Pool = pg.Pool;

export interface PoolOptions {
  url: string;
  applicationName: string;
  /** Connections at the most; 10 when left out. */
  max?: number;
  /** A connection that breaks while idle is reported here; the pool replaces it. */
  onError?: (error: Error) => void;
}

/**
 * Opens a pool that never hangs and never ends the process: connecting, queries and statements have time limits,
 * and an idle connection that breaks is only reported.
 */
export function createPool({ url, applicationName, max = 10, onError = () => {} }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    connectionTimeoutMillis: 1_500,
    query_timeout: 10_000,
    statement_timeout: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  pool.on('error', onError);
  return pool;
}

/** Runs work in a transaction on one connection: committed when it returns, rolled back when it throws. */
export async function transaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}
