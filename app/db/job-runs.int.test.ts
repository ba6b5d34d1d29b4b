import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobContext, lastJobRuns, summariseJobRuns, withJobRun } from './job-runs.ts';
import { migrate } from './migrate.ts';
import { asSuperuser, createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate job_run'));
afterAll(() => database.drop());

const run = (work: (context: JobContext) => Promise<Awaited<ReturnType<Parameters<typeof withJobRun>[2]>>>) =>
  withJobRun(database.pool, 'price-sync', work);

/** A job under way, which ends when it is told to. */
function startJob(): { started: Promise<JobContext>; end: () => void; done: ReturnType<typeof run> } {
  let end = (): void => {};
  let begin = (_context: JobContext): void => {};
  const started = new Promise<JobContext>((resolve) => {
    begin = resolve;
  });
  const told = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = run(async (context) => {
    begin(context);
    await told;
    return { outcome: 'ok' };
  });
  return { started, end, done };
}

describe('withJobRun', () => {
  it('records start, end, outcome and counts', async () => {
    const result = await run(async () => ({
      outcome: 'partial',
      counts: { zones: 3 },
      error: 'one\0 failed',
    }));
    expect(result).toMatchObject({
      job: 'price-sync',
      outcome: 'partial',
      counts: { zones: 3 },
      error: 'one failed',
    });
    expect(await lastJobRuns(database.pool, 5)).toEqual([result]);
    expect(await summariseJobRuns(database.pool)).toMatchObject([
      { job: 'price-sync', outcome: 'partial', runs: 1 },
    ]);
  });

  it('says already-running while another one holds the lock, records nothing then, and runs again after', async () => {
    const job = startJob();
    await job.started;
    expect(await run(async () => ({ outcome: 'ok' }))).toBe('already-running');
    expect(await withJobRun(database.pool, 'backup', async () => ({ outcome: 'ok' }))).toMatchObject({
      job: 'backup',
    });
    expect(await lastJobRuns(database.pool, 5, 'price-sync')).toMatchObject([
      { outcome: 'running', endedAtMs: null },
    ]);
    job.end();
    expect(await job.done).toMatchObject({ outcome: 'ok' });
    expect(await run(async () => ({ outcome: 'unchanged' }))).toMatchObject({ outcome: 'unchanged' });
  });

  it('records what was thrown, and throws it', async () => {
    const failing = run(async () => {
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await lastJobRuns(database.pool, 5)).toMatchObject([{ outcome: 'failed', error: 'disk full' }]);
  });

  it('marks the run of a process that died as failed, when the next one starts', async () => {
    await database.pool.query(
      `insert into job_run (job, outcome) values ('price-sync', 'running'), ('backup', 'running')`,
    );
    await run(async () => ({ outcome: 'ok' }));
    const outcomes = (await lastJobRuns(database.pool, 5)).map(({ job, outcome, error }) => [
      job,
      outcome,
      error,
    ]);
    expect(outcomes).toContainEqual(['price-sync', 'failed', 'The process ended before the job did.']);
    expect(outcomes).toContainEqual(['price-sync', 'ok', null]);
    expect(outcomes).toContainEqual(['backup', 'running', null]);
  });

  it('tells the job when the lock is lost; its work is recorded all the same', async () => {
    const job = startJob();
    const { signal } = await job.started;
    const lost = new Promise((resolve) => signal.addEventListener('abort', resolve));
    await asSuperuser((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
         where locktype = 'advisory' and datname = $1`,
        [new URL(database.url).pathname.slice(1)],
      ),
    );
    await lost;
    job.end();
    expect(await job.done).toMatchObject({ outcome: 'ok' });
    expect(await lastJobRuns(database.pool, 5)).toMatchObject([{ outcome: 'ok' }]);
  });
});
