import pg, { type Pool, type PoolClient } from 'pg';

/** What repositories need: a pool, or a client inside a transaction. */
export type Database = Pick<PoolClient, 'query'>;

export interface PoolSettings {
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Most connections at the same time. */
  max?: number;
  /** Longest wait for a connection, in milliseconds. */
  connectTimeoutMs?: number;
  /**
   * Longest a statement may run, in milliseconds; the server ends it, and the client a little later if it did not. 0 for
   * no limit, which copying whole tables needs.
   */
  statementTimeoutMs?: number;
  /** Hears of connections that broke while nobody used them. */
  onError?: (error: Error) => void;
}

/** How much longer the client waits than the server lets a statement run. */
const answerGraceMs = 200;

/**
 * A pool that survives the database going away: broken idle connections are reported and replaced, nothing waits
 * without a limit. No connection is opened until the first query. The caller ends it.
 *
 * The statement timeout is set by a statement, not at connection start: connection poolers in front of hosted
 * databases refuse that startup parameter.
 */
export function createPool(databaseUrl: string, settings: PoolSettings): Pool {
  const { applicationName, max = 10, connectTimeoutMs = 5_000, statementTimeoutMs = 30_000 } = settings;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: applicationName,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs && statementTimeoutMs + answerGraceMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    onConnect: (client) => client.query(`set statement_timeout = ${Math.trunc(statementTimeoutMs)}`),
  });
  // Without a listener, a database that restarts ends this process.
  pool.on('error', (error) => settings.onError?.(error));
  return pool;
}
