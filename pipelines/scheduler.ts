import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipelineEnv, parseEnv } from '@eo/app/contract/env.ts';
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

for (const job of jobs.filter(({ pipeline }) => pipeline)) {
  timers.push(new Cron(job.cron, { timezone: 'UTC' }, () => start(job)));
  log(`${job.name}: ${job.cron} UTC`);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
await catchUp();

async function catchUp(): Promise<void> {
  const pool = createPool(env.DATABASE_URL, { applicationName: 'scheduler', max: 1 });
  try {
    for (const job of jobs.filter(({ pipeline }) => pipeline)) {
      const [last] = await lastJobRuns(pool, 1, job.name);
      if (missedRun(job.cron, last?.startedAtMs ?? null, Date.now())) {
        log(`${job.name}: catching up a missed run`);
        start(job);
      }
    }
  } finally {
    await pool.end();
  }
}

function start({ name, cron, pipeline, args = [], timeLimitSeconds }: Job): void {
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
  const end = (how: string): void => {
    running.delete(name);
    log(`${name}: ${how} after ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  };
  child.once('error', (error) => end(error.message));
  child.once('exit', (code, signal) =>
    end(code === 0 ? 'done' : `ended with ${signal ?? `exit code ${code}`}`),
  );
  log(`${name}: started`);
}

function stop(): void {
  stopping = true;
  for (const timer of timers) timer.stop();
  for (const child of running.values()) child.kill('SIGTERM');
}
