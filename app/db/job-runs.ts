import type { Pool } from 'pg';
import type { JobOutcome } from '../contract/jobs.ts';
import { tryAdvisoryLock } from './advisory-lock.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** A run of a job as it is recorded. Times are Unix milliseconds. */
export interface JobRun {
  id: number;
  job: string;
  startedAtMs: number;
  endedAtMs: number | null;
  outcome: JobOutcome;
  counts: Record<string, number>;
  error: string | null;
}

/** What a job reports at its end. */
export interface JobResult {
  outcome: Exclude<JobOutcome, 'running'>;
  /** Anything worth a number: zones, days written, feeds that failed. */
  counts?: Record<string, number>;
  /** Why it is `partial` or `failed`. */
  error?: string | null;
}

/** What a job gets to know about its run. */
export interface JobContext {
  runId: number;
  /** Fires when the lock is lost, because the database went away: another process may start the job from then on. */
  signal: AbortSignal;
}

/** Why a job was not run: another process has its lock, or did this turn already. */
export type NotRun = 'already-running' | 'already-done';

/**
 * Runs a job that must not run twice at the same time, anywhere: under an advisory lock on a connection of its own,
 * with start, end, outcome and counts recorded. Runs that are still marked as running while their lock is free
 * belong to a process that died, and are marked as failed.
 *
 * @param pool needs two connections: one is held for the lock
 * @param unlessSinceMs a run that started since then, Unix milliseconds, was this turn's; default: any number of runs
 * @returns the recorded run, or why there was none; then nothing is recorded
 * @throws what `work` throws, after it was recorded as failed
 */
export async function withJobRun(
  pool: Pool,
  job: string,
  work: (context: JobContext) => Promise<JobResult>,
  { unlessSinceMs }: { unlessSinceMs?: number } = {},
): Promise<JobRun | NotRun> {
  const lost = new AbortController();
  let run: JobRun | NotRun = 'already-running';
  try {
    await inTransaction(
      pool,
      async (client) => {
        if (!(await tryAdvisoryLock(client, `job/${job}`))) return;
        run = (await hasRunSince(client, job, unlessSinceMs))
          ? 'already-done'
          : await runRecorded(pool, job, work, lost.signal);
      },
      (error) => lost.abort(error),
    );
  } catch (error) {
    // The work is done and recorded: that the lock's connection was gone at its end does not undo it.
    if (!lost.signal.aborted || typeof run === 'string') throw error;
  }
  return run;
}

async function hasRunSince(db: Database, job: string, sinceMs: number | undefined): Promise<boolean> {
  if (sinceMs === undefined) return false;
  const [last] = await lastJobRuns(db, 1, job);
  return last !== undefined && last.startedAtMs >= sinceMs;
}

async function runRecorded(
  pool: Pool,
  job: string,
  work: (context: JobContext) => Promise<JobResult>,
  signal: AbortSignal,
): Promise<JobRun> {
  await failDeadRuns(pool, job);
  const runId = await startRun(pool, job);
  try {
    return await endRun(pool, runId, await work({ runId, signal }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // When even this cannot be written, the next run marks this one as failed.
    await endRun(pool, runId, { outcome: 'failed', error: reason }).catch(() => {});
    throw error;
  }
}

async function failDeadRuns(db: Database, job: string): Promise<void> {
  await db.query(
    `update job_run set outcome = 'failed', ended_at = now(), error = 'The process ended before the job did.'
     where job = $1 and outcome = 'running'`,
    [job],
  );
}

async function startRun(db: Database, job: string): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    `insert into job_run (job, outcome) values ($1, 'running') returning id`,
    [job],
  );
  return Number(rows[0]?.id);
}

async function endRun(db: Database, id: number, { outcome, counts, error }: JobResult): Promise<JobRun> {
  const { rows } = await db.query<JobRunRow>(
    `update job_run set outcome = $2, ended_at = now(), counts = $3, error = $4 where id = $1 returning *`,
    [id, outcome, JSON.stringify(counts ?? {}), error?.replaceAll('\0', '').slice(0, 4000) ?? null],
  );
  if (!rows[0]) throw new Error(`The run ${id} is no longer in job_run; somebody deleted it.`);
  return jobRunOf(rows[0]);
}

/** The last `limit` runs, of one job or of all, newest first. */
export async function lastJobRuns(db: Database, limit: number, job: string | null = null): Promise<JobRun[]> {
  const { rows } = await db.query<JobRunRow>(
    'select * from job_run where $2::text is null or job = $2 order by started_at desc, id desc limit $1',
    [limit, job],
  );
  return rows.map(jobRunOf);
}

/** A job's record in numbers, for metrics. */
export interface JobSummary {
  job: string;
  outcome: JobOutcome;
  runs: number;
  /** End of the last run with this outcome, Unix milliseconds. */
  lastEndedAtMs: number | null;
}

/** How often each job ended with each outcome, and when last. */
export async function summariseJobRuns(db: Database): Promise<JobSummary[]> {
  const { rows } = await db.query<{ job: string; outcome: JobOutcome; runs: number; last: Date | null }>(
    'select job, outcome, count(*)::int as runs, max(ended_at) as last from job_run group by job, outcome',
  );
  return rows.map(({ job, outcome, runs, last }) => ({
    job,
    outcome,
    runs,
    lastEndedAtMs: last?.getTime() ?? null,
  }));
}

/** How long the last run of each job took that ended, in seconds, by job. */
export async function lastJobDurations(db: Database): Promise<Map<string, number>> {
  const { rows } = await db.query<{ job: string; seconds: number }>(
    `select distinct on (job) job, extract(epoch from ended_at - started_at)::float8 as seconds
     from job_run where ended_at is not null order by job, started_at desc, id desc`,
  );
  return new Map(rows.map(({ job, seconds }) => [job, seconds]));
}

interface JobRunRow {
  id: string;
  job: string;
  started_at: Date;
  ended_at: Date | null;
  outcome: JobOutcome;
  counts: Record<string, number>;
  error: string | null;
}

function jobRunOf(row: JobRunRow): JobRun {
  return {
    id: Number(row.id),
    job: row.job,
    startedAtMs: row.started_at.getTime(),
    endedAtMs: row.ended_at?.getTime() ?? null,
    outcome: row.outcome,
    counts: row.counts,
    error: row.error,
  };
}
