import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A member to walk over a market. */
export interface Job {
  market: string;
  member: string;
  days: number;
  /** Days at the end of the file that nobody sees. */
  leaveOut: number;
  priceOnly: boolean;
}

export interface JobResult {
  /** `days * 24`, EUR/MWh. */
  forecasts: number[];
  dayMs: number[];
  lessonMs: number[];
  peakMb: number;
}

interface Options {
  folder: string;
  /** Folder that results are kept in and taken from; null to compute them anew. */
  keep: string | null;
}

const concurrency = 2;

/**
 * Runs jobs side by side, each in a process of its own, and tells how far they are.
 *
 * @returns the results in the order of the jobs
 */
export async function runJobs(
  jobs: readonly Job[],
  { folder, keep }: Options,
): Promise<ReadonlyMap<Job, JobResult>> {
  const progress = new Map<Job, number>();
  const total = jobs.reduce((sum, { days }) => sum + days, 0);
  const timer = setInterval(() => {
    const done = [...progress.values()].reduce((sum, days) => sum + days, 0);
    console.error(`  … ${Math.round((100 * done) / total)} % of ${total} forecasts`);
  }, 30_000);
  // The dear members come last in the list; they go first, so that no process is left alone at the end.
  const waiting = [...jobs];
  const results = new Map<Job, JobResult>();
  const work = async (): Promise<void> => {
    for (let job = waiting.pop(); job; job = waiting.pop()) {
      const run = runJob.bind(null, job, folder, (done) => progress.set(job, done));
      results.set(job, await keptOr(job, keep, run));
      progress.set(job, job.days);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    clearInterval(timer);
  }
  return new Map(jobs.map((job) => [job, results.get(job) as JobResult]));
}

async function keptOr(job: Job, keep: string | null, run: () => Promise<JobResult>): Promise<JobResult> {
  if (keep === null) return run();
  const inputs = job.priceOnly ? '-price-only' : '';
  const file = join(keep, `${job.market}-${job.member}-${job.days}-before-${job.leaveOut}${inputs}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JobResult;
  const result = await run();
  mkdirSync(keep, { recursive: true });
  writeFileSync(file, JSON.stringify(result));
  return result;
}

type Message = { done: number } | { result: JobResult };

function runJob(job: Job, folder: string, progress: (done: number) => void): Promise<JobResult> {
  const script = fileURLToPath(new URL('./job.ts', import.meta.url));
  const child = fork(script, [folder, JSON.stringify(job)]);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The walk of ${job.member} on ${job.market} ended with ${code}.`));
    });
    child.on('message', (message) => {
      const told = message as Message;
      if ('done' in told) progress(told.done);
      else resolve(told.result);
    });
  });
}
