import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipelineEnv, parseEnv } from '@eo/app/contract/env.ts';
import type { JobName } from '@eo/app/contract/jobs.ts';
import { lastJobRuns } from '@eo/app/db/job-runs.ts';
import { createPool } from '@eo/app/db/pool.ts';
import { jobs } from '@eo/infra/catalog/jobs.ts';
import type { Job } from '@eo/infra/catalog/types.ts';
import { Cron } from 'croner';
import { missedRun } from './missed-run.ts';
import { turnOf } from './turn.ts';

/**
 * The scheduler: runs the pipelines of the catalogue at their times (UTC), each as a process of its own, never one
 * twice in a turn, however many schedulers there are. A run that was missed while the scheduler was away is caught up once. On SIGTERM it starts nothing
 * new and ends what runs.
 */
const here = fileURLToPath(import.meta.url);
const log = (message: string): void => console.log(`${new Date().toISOString()} ${message}`);

const env = parseEnv(PipelineEnv, process.env);
const running = new Map<string, ChildProcess>();
const timers: Cron[] = [];
let stopping = false;

for (const job of jobs) {
  timers.push(new Cron(job.cron, { timezone: 'UTC' }, () => void start(job)));
  log(`${job.name}: ${job.cron} UTC`);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
await catchUp();

async function catchUp(): Promise<void> {
  const pool = createPool(env.DATABASE_URL, { applicationName: 'scheduler', max: 1 });
  try {
    const caughtUp = new Map<JobName, Promise<void>>();
    for (const job of jobs) {
      const [last] = await lastJobRuns(pool, 1, job.name);
      if (!missedRun(job.cron, last?.startedAtMs ?? null, Date.now())) continue;
      log(`${job.name}: catching up a missed run`);
      const first = (job.after && caughtUp.get(job.after)) ?? Promise.resolve();
      caughtUp.set(
        job.name,
        first.then(() => start(job)),
      );
    }
  } finally {
    await pool.end();
  }
}

/** @returns when the run has ended, however it did */
async function start({ name, cron, pipeline, args = [], timeLimitSeconds }: Job): Promise<void> {
  if (stopping) return;
  if (running.has(name)) {
    log(`${name}: still running, this turn is passed over`);
    return;
  }
  const file = join(dirname(here), `${pipeline}${extname(here)}`);
  const startedMs = Date.now();
  const turn = ['--unless-since', turnOf(cron, startedMs).toISOString()];
  const child = spawn(process.execPath, [...process.execArgv, file, ...args, ...turn], {
    stdio: 'inherit',
    timeout: timeLimitSeconds * 1000,
  });
  running.set(name, child);
  log(`${name}: started`);
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? 'done' : `ended with ${signal ?? `exit code ${code}`}`),
    );
  });
  running.delete(name);
  log(`${name}: ${how} after ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

function stop(): void {
  stopping = true;
  for (const timer of timers) timer.stop();
  for (const child of running.values()) child.kill('SIGTERM');
}
