import type { Cache } from '@eo/app/cache/index.ts';
import { type PipelineEnv, parseEnv, PipelineEnv as schema } from '@eo/app/contract/env.ts';
import type { JobOutcome } from '@eo/app/contract/jobs.ts';
import { type JobRun, type NotRun, withJobRun } from '@eo/app/db/job-runs.ts';
import { createPool } from '@eo/app/db/pool.ts';
import type { Command } from 'commander';
import type { Pool } from 'pg';
import { parseOptions, pipelineCommand } from './options.ts';
import { describePlan, describeRun, makeProgress, type Progress, writeStepSummary } from './report.ts';
import { sharedCache } from './shared-cache.ts';
import { mergeRounds, type PlannedStep, resultOf, runSteps, type StepRecord } from './step.ts';

/** What every pipeline's options have. */
export interface CommonOptions {
  dryRun?: true;
  json?: true;
  /** Unix milliseconds. */
  unlessSince?: number;
}

export interface PipelineContext<Options extends CommonOptions> {
  options: Options;
  env: PipelineEnv;
  pool: Pool;
  /** Shared with the API processes of the stack, where there is a Redis; opened when it is first asked for. */
  cache: () => Promise<Cache>;
  /** Fires when the run is to end: the process was asked to, or its lock is lost. */
  signal: AbortSignal;
  progress: Progress;
}

/** A pipeline as its file states it; {@link runPipeline} makes a process of it. */
export interface Pipeline<Options extends CommonOptions> {
  /** As in `job_run.job` and in metrics. */
  job: string;
  /** The job that a run counts as, where the schedule has several of one pipeline; `job` when left out. */
  jobOf?: (options: Options) => string;
  description: string;
  /** Command lines without `npm run pipeline -- `. */
  examples: readonly string[];
  addOptions?: (command: Command) => Command;
  /** Environment variables that options stand in for. */
  environmentOf?: (options: Options) => Record<string, string | undefined>;
  /** Whether it makes schemas, which only the owner of the tables may. */
  asOwner?: true;
  /** Steps at the same time; default 1. Each may use one connection to the database. */
  concurrency?: number;
  /** Looks, and changes nothing. */
  plan: (context: PipelineContext<Options>) => Promise<Plan>;
}

export interface Plan {
  steps: readonly PlannedStep[];
  /** What is to do once the steps have run; the pipeline ends with a plan of none. */
  next?: () => Promise<Plan>;
}

/** Exit codes: 0 when all went well or nothing was to do, 2 when a part failed, 1 when all did. */
export const exitCodes: Readonly<Record<JobOutcome, number>> = {
  ok: 0,
  unchanged: 0,
  partial: 2,
  failed: 1,
  running: 1,
};

/**
 * Runs a pipeline as this process: options, database, plan, steps under the job's lock with the run recorded, outcome
 * in words, as JSON and on GitHub's page. Sets the exit code.
 */
export const runPipeline = <Options extends CommonOptions>(pipeline: Pipeline<Options>): Promise<void> =>
  runProgram((args) => main(pipeline, args));

/** Runs what this process is for, and sets its exit code; an error for people is told in its own words. */
export async function runProgram(program: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program(process.argv.slice(2));
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

const namesForPeople = [
  'UsageError',
  'EnvError',
  'FeedsConfigError',
  'MigrationError',
  'RestoreError',
  'S3Error',
  'SealError',
  'Stopped',
];

function explain(error: unknown): unknown {
  return error instanceof Error && namesForPeople.includes(error.name) ? error.message : error;
}

async function main<Options extends CommonOptions>(
  pipeline: Pipeline<Options>,
  args: readonly string[],
): Promise<number> {
  const command = pipelineCommand(pipeline.job, pipeline.description, pipeline.examples);
  const options = parseOptions<Options>(pipeline.addOptions?.(command) ?? command, args);
  if (!options) return 0;
  const given = Object.entries(pipeline.environmentOf?.(options) ?? {}).filter(([, value]) => value);
  const env = environmentFor(pipeline, parseEnv(schema, { ...process.env, ...Object.fromEntries(given) }));
  const pool = createPool(env.DATABASE_URL, {
    applicationName: pipeline.job,
    // One connection holds the lock, one records the run.
    max: (pipeline.concurrency ?? 1) + 2,
    statementTimeoutMs: 60_000,
  });
  const cache = sharedCache(env.REDIS_URL);
  const context = { options, env, pool, cache: cache.open, signal: stopSignal(), progress: makeProgress() };
  try {
    return options.dryRun ? await dryRun(pipeline, context) : await recordedRun(pipeline, context);
  } finally {
    await cache.close();
    await pool.end();
  }
}

const jobNameOf = <Options extends CommonOptions>(
  { job, jobOf }: Pipeline<Options>,
  options: Options,
): string => jobOf?.(options) ?? job;

const environmentFor = ({ asOwner }: { asOwner?: true }, env: PipelineEnv): PipelineEnv =>
  asOwner ? { ...env, DATABASE_URL: env.OWNER_DATABASE_URL ?? env.DATABASE_URL } : env;

/** Fires at the first request to end; the second ends the process at once, as if nobody listened. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () =>
      controller.abort(new Stopped(`It was stopped by ${name}; run it again to finish.`)),
    );
  }
  return controller.signal;
}

class Stopped extends Error {
  override name = 'Stopped';
}

async function dryRun<Options extends CommonOptions>(
  pipeline: Pipeline<Options>,
  context: PipelineContext<Options>,
): Promise<number> {
  const job = jobNameOf(pipeline, context.options);
  const { steps } = await pipeline.plan(context);
  console.log(describePlan(job, steps));
  if (context.options.json) {
    console.log(
      JSON.stringify({ job, dryRun: true, steps: steps.map(({ name, about }) => ({ name, about })) }),
    );
  }
  return 0;
}

async function recordedRun<Options extends CommonOptions>(
  pipeline: Pipeline<Options>,
  context: PipelineContext<Options>,
): Promise<number> {
  const { pool, options } = context;
  let records: StepRecord[] = [];
  const work: Parameters<typeof withJobRun>[2] = async ({ signal: lost }) => {
    const signal = AbortSignal.any([context.signal, lost]);
    records = await runRounds(pipeline, { ...context, signal });
    return resultOf(records);
  };
  const turn = options.unlessSince === undefined ? {} : { unlessSinceMs: options.unlessSince };
  const job = jobNameOf(pipeline, options);
  const run = await withJobRun(pool, job, work, turn);
  if (typeof run === 'string') {
    console.log(`${job} ${notRun[run]}; nothing was done.`);
    if (options.json) console.log(JSON.stringify({ job, outcome: run, steps: [] }));
    return 0;
  }
  tell(run, records, options);
  return exitCodes[run.outcome];
}

const notRun: Readonly<Record<NotRun, string>> = {
  'already-running': 'runs already',
  'already-done': 'has run in this turn already',
};

async function runRounds<Options extends CommonOptions>(
  { plan, concurrency = 1 }: Pipeline<Options>,
  context: PipelineContext<Options>,
): Promise<StepRecord[]> {
  const { progress, signal } = context;
  let records: StepRecord[] = [];
  let round: Plan | undefined = await plan(context);
  while (round && round.steps.length > 0) {
    progress.start(round.steps.length);
    records = mergeRounds(records, await runSteps(round.steps, concurrency, signal, progress.end));
    round = await round.next?.();
  }
  return records;
}

function tell(run: JobRun, records: readonly StepRecord[], { json }: CommonOptions): void {
  console.log(describeRun(run));
  writeStepSummary(run, records);
  if (!json) return;
  const { job, outcome, counts } = run;
  console.log(JSON.stringify({ job, outcome, counts, steps: records }));
}
