import type { Database } from '@eo/app/db/pool.ts';
import { inTransaction } from '@eo/app/db/transaction.ts';
import type { Pool } from 'pg';

/** Where days are replayed: tables like the real ones, which stay as they are. */
const replaySchema = 'replay_days';

const tables = [
  'price_batch',
  'price_day',
  'forecast_day',
  'forecast_accuracy',
  'forecast_learning',
  'forecast_lesson',
  'weather_day',
];
const tablesOfZone = tables.filter((table) => table !== 'price_batch');

/** Makes the tables of the schema that are not there yet. */
export async function createReplaySchema(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`create schema if not exists ${replaySchema}`);
    for (const table of tables) {
      await client.query(`create table if not exists ${replaySchema}.${table} (like ${table} including all)`);
    }
  });
}

/** Forgets what was replayed of a zone. */
export function forgetReplay(pool: Pool, zone: string): Promise<void> {
  return inReplaySchema(pool, async (client) => {
    for (const table of tablesOfZone) await client.query(`delete from ${table} where zone = $1`, [zone]);
  });
}

/**
 * Runs `work` in a transaction that sees the tables of the schema in place of the real ones. The path ends with the
 * transaction: one of the session would go to somebody else behind a connection pooler.
 */
export function inReplaySchema<T>(pool: Pool, work: (client: Database) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query(`set local search_path to ${replaySchema}`);
    await client.query('set local idle_in_transaction_session_timeout = 0');
    return work(client);
  });
}
