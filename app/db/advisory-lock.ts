import { createHash } from 'node:crypto';
import type { Database } from './pool.ts';

/**
 * Tries to take an advisory lock that ends with the transaction of `client`. A lock of the session would outlive
 * its holder behind a connection pooler, which hands the session to somebody else.
 *
 * @param name any text, the same in every process that shares the lock
 * @returns whether it was free
 */
export async function tryAdvisoryLock(client: Database, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock($1::bigint) as taken',
    [lockKey(name)],
  );
  // A holder waits for its work without a word; the server must not take that for a forgotten transaction.
  await client.query('set local idle_in_transaction_session_timeout = 0');
  return rows[0]?.taken === true;
}

/** Waits for the lock as long as it takes. See {@link tryAdvisoryLock}. */
export async function waitForAdvisoryLock(client: Database, name: string): Promise<void> {
  await client.query('set local statement_timeout = 0');
  await client.query('set local idle_in_transaction_session_timeout = 0');
  await client.query('select pg_advisory_xact_lock($1::bigint)', [lockKey(name)]);
}

/** PostgreSQL knows locks by a signed 64-bit number. */
function lockKey(name: string): string {
  return createHash('sha256').update(`electricity-optimizer/${name}`).digest().readBigInt64BE(0).toString();
}
