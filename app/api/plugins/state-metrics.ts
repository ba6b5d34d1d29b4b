import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';
import { type JobOutcome, jobNames } from '../../contract/jobs.ts';
import { metrics as names } from '../../contract/metrics.ts';
import { readDrills } from '../../db/drill-results.ts';
import { lastJobDurations, summariseJobRuns } from '../../db/job-runs.ts';
import { isMissingTable } from '../../db/unavailable.ts';
import type { Accuracy } from '../../domain/forecast/accuracy.ts';
import type { Context } from '../context.ts';
import { readFreshZones } from '../fresh-zones.ts';

const outcomes: readonly JobOutcome[] = ['ok', 'unchanged', 'partial', 'failed'];

/**
 * Metrics that are read when somebody looks, not counted on the way: the pool, the ready answers, the dependencies,
 * and what other processes wrote to the database.
 *
 * @returns brings those of the database up to date; while it is away the last ones stay
 */
export function registerStateMetrics(context: Context): () => Promise<void> {
  registerPool(context);
  registerReadyCache(context);
  registerAccuracy(context);
  const registers = [context.metrics.registry];
  const dependencyUp = new Gauge({
    name: names.dependencyUp,
    help: 'Whether a dependency answers',
    labelNames: ['dependency'],
    registers,
  });
  const readDatabase = makeDatabaseReader(context);
  return async () => {
    const [postgres, redis] = await Promise.all([
      readDatabase().then(
        () => true,
        (error) => {
          context.log.warn({ err: error }, 'metrics of the database are old');
          return false;
        },
      ),
      context.shared.ping(),
    ]);
    dependencyUp.set({ dependency: 'postgres' }, Number(postgres));
    if (context.shared.kind === 'redis') dependencyUp.set({ dependency: 'redis' }, Number(redis));
  };
}

function registerPool({ pool, metrics }: Context): void {
  new Gauge({
    name: names.pgPoolConnections,
    help: 'Connections to PostgreSQL by state; waiting: requests for one',
    labelNames: ['state'],
    registers: [metrics.registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}

function registerReadyCache({ ready, metrics }: Context): void {
  new Counter({
    name: names.cacheRequestsTotal,
    help: 'Requests by whether their answer was ready',
    labelNames: ['outcome'],
    registers: [metrics.registry],
    collect() {
      this.reset();
      this.inc({ outcome: 'hit' }, ready.counts.hit);
      this.inc({ outcome: 'miss' }, ready.counts.miss);
    },
  });
}

function registerAccuracy({ accuracy, metrics }: Context): void {
  const registers = [metrics.registry];
  const gauge = (name: string, help: string, read: (accuracy: Accuracy) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['zone'],
      registers,
      collect() {
        this.reset();
        for (const [zone, measured] of accuracy.all()) {
          const value = read(measured);
          if (value !== null) this.set({ zone }, value);
        }
      },
    });
  const about = 'forecasts of the last four weeks';
  gauge(names.forecastMape, `Error of ${about} in percent of the retail price`, (one) => one.retailMape);
  gauge(names.forecastMae, `Mean absolute error of ${about}, currency per MWh`, (one) => one.mae);
  gauge(names.forecastRmae, `Error of ${about} over that of a naive one`, (one) => one.rmae);
  gauge(names.forecastBias, `Mean signed error of ${about}, currency per MWh`, (one) => one.bias);
}

function makeDatabaseReader({ pool, metrics, defaultZone }: Context): () => Promise<void> {
  const registers = [metrics.registry];
  const checkedAt = new Gauge({
    name: names.priceDataLastUpdateTimestamp,
    help: 'Unix seconds of the last successful check of the feed of a zone that is kept fresh',
    labelNames: ['zone'],
    registers,
  });
  const lastSuccess = new Gauge({
    name: names.jobLastSuccessTimestampSeconds,
    help: 'Unix seconds at which the last successful run of a job ended',
    labelNames: ['job'],
    registers,
  });
  const lastDuration = new Gauge({
    name: names.jobLastDurationSeconds,
    help: 'How long the last run of a job took that ended',
    labelNames: ['job'],
    registers,
  });
  const runs = new Counter({
    name: names.jobRunsTotal,
    help: 'Runs of a job by outcome, as far back as they are kept',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const readDrillMetrics = makeDrillReader(metrics.registry, pool);
  return async () => {
    await readDrillMetrics();
    const zones = await readFreshZones(pool, defaultZone);
    const jobs = await summariseJobRuns(pool);
    // price-sync checks every zone, at its own pace: what nobody watches is not stale.
    checkedAt.reset();
    for (const { zone, checkedAtMs } of zones) {
      if (checkedAtMs !== null) checkedAt.set({ zone }, checkedAtMs / 1000);
    }
    const durations = await lastJobDurations(pool);
    lastDuration.reset();
    for (const [job, seconds] of durations) lastDuration.set({ job }, seconds);
    runs.reset();
    // A first failure counts as an increase only from a zero that was there before.
    for (const job of jobNames) for (const outcome of outcomes) runs.inc({ job, outcome }, 0);
    const succeeded = new Map<string, number>();
    for (const { job, outcome, runs: count, lastEndedAtMs } of jobs) {
      runs.inc({ job, outcome }, count);
      const isGood = outcome === 'ok' || outcome === 'unchanged';
      if (isGood && lastEndedAtMs !== null)
        succeeded.set(job, Math.max(succeeded.get(job) ?? 0, lastEndedAtMs));
    }
    lastSuccess.reset();
    for (const [job, endedAtMs] of succeeded) lastSuccess.set({ job }, endedAtMs / 1000);
  };
}

/** What the last drills of recovery measured, as they were stored with the stack. */
function makeDrillReader(registry: Registry, pool: Pool): () => Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['drill'], registers: [registry] });
  const rto = gauge(names.drillRtoSeconds, 'Seconds until the service was there again in the last drill');
  const rpo = gauge(names.drillRpoSeconds, 'Age in seconds of the oldest write that the last drill lost');
  const passedAt = gauge(names.drillLastSuccessTimestamp, 'Unix seconds at which a drill last passed');
  const failed = gauge(names.drillFailed, '1 when the last run of a drill failed');
  return async () => {
    const drills = await readDrills(pool).catch((error) => {
      if (isMissingTable(error)) return [];
      throw error;
    });
    for (const metric of [rto, rpo, passedAt, failed]) metric.reset();
    for (const { drill, passed, rtoSeconds, rpoSeconds, lastPassedAtMs } of drills) {
      failed.set({ drill }, Number(!passed));
      if (rtoSeconds !== null) rto.set({ drill }, rtoSeconds);
      if (rpoSeconds !== null) rpo.set({ drill }, rpoSeconds);
      if (lastPassedAtMs !== null) passedAt.set({ drill }, lastPassedAtMs / 1000);
    }
  };
}
