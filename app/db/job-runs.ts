import type { JobName, JobOutcome } from '../contract/jobs.ts';
import type { Pool, Queryable } from './pool.ts';

export interface JobResult {
  outcome: Exclude<JobOutcome, 'running'>;
  counts: Record<string, number>;
  /** One sentence for people; null when there is nothing to say. */
  detail: string | null;
}

/** First half of the advisory lock's key; the second is made from the job's name. */
const lockSpace = 7_461;

/**
 * Runs a job unless it runs already somewhere, and records start, end, outcome and counts. The advisory lock lives
 * on a connection of its own, so that it ends with the process whatever happens to it.
 *
 * @returns the result, or null when the job runs already
 * @throws whatever the job throws, after it was recorded as failed
 */
export async function withJobRun(pool: Pool, job: JobName, work: () => Promise<JobResult>): Promise<JobResult | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [lockSpace, job],
    );
    if (!rows[0]?.locked) return null;
    await failAbandoned(client, job);
    const started = await client.query<{ id: string }>('insert into job_run (job) values ($1) returning id', [job]);
    return await recorded(pool, started.rows[0]?.id ?? '0', work);
  } finally {
    client.release(true);
  }
}

async function recorded(pool: Pool, id: string, work: () => Promise<JobResult>): Promise<JobResult> {
  const finish = (result: JobResult) =>
    pool.query('update job_run set ended_at = now(), outcome = $2, counts = $3, detail = $4 where id = $1', [
      id,
      result.outcome,
      result.counts,
      result.detail,
    ]);
  try {
    const result = await work();
    await finish(result);
    return result;
  } catch (error) {
    await finish({ outcome: 'failed', counts: {}, detail: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

/** With the lock in hand, a row that still says `running` belongs to a process that died. */
async function failAbandoned(db: Queryable, job: JobName): Promise<void> {
  await db.query(
    "update job_run set outcome = 'failed', ended_at = now(), detail = 'its process ended' where job = $1 and outcome = 'running'",
    [job],
  );
}

/** Start of the last successful run of each job. */
export async function lastSuccesses(db: Queryable): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ job: string; at: Date }>(
    "select job, max(started_at) as at from job_run where outcome in ('ok', 'unchanged') group by job",
  );
  return new Map(rows.map(({ job, at }) => [job, at]));
}
