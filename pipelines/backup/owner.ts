import type { PipelineEnv } from '@eo/app/contract/env.ts';
import { createPool } from '@eo/app/db/pool.ts';
import type { Pool } from 'pg';

/**
 * Does what only the owner of the tables may: makes and drops schemas. Where the stack has no owner apart, the role of
 * `DATABASE_URL` is it.
 */
export async function asOwner<T>(
  { OWNER_DATABASE_URL, DATABASE_URL }: PipelineEnv,
  work: (url: string, pool: Pool) => Promise<T>,
): Promise<T> {
  const url = OWNER_DATABASE_URL ?? DATABASE_URL;
  const pool = createPool(url, { applicationName: 'restore', max: 1, statementTimeoutMs: 60_000 });
  try {
    return await work(url, pool);
  } finally {
    await pool.end();
  }
}
