import type { FastifyInstance, onResponseHookHandler } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { attemptOutcomes } from '../../alerts/deliver.ts';
import { alertChannels } from '../../contract/alerts.ts';
import { metrics as names } from '../../contract/metrics.ts';
import { routeDurations } from './route-durations.ts';

/** The metrics of one API process that other code sets. */
export interface Metrics {
  registry: Registry;
  feedFetches: Counter<'outcome'>;
  forecastSeconds: Histogram;
  plans: Counter<'outcome'>;
  planSeconds: Histogram;
  priceAlertAttempts: Counter<'channel' | 'outcome'>;
}

/** How a request for a plan can end. */
const planOutcomes = ['greedy', 'milp', 'impossible', 'busy', 'failed'] as const;
export type PlanOutcome = (typeof planOutcomes)[number];

export function createMetrics(release: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const info = new Gauge({
    name: names.buildInfo,
    help: 'Version that runs',
    labelNames: ['release'],
    registers,
  });
  info.set({ release }, 1);
  const feedFetches = new Counter({
    name: names.feedFetchesTotal,
    help: 'Checks of price feeds by outcome',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['updated', 'unchanged', 'failed']) feedFetches.inc({ outcome }, 0);
  const plans = new Counter({
    name: names.plansTotal,
    help: 'Plans by outcome',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of planOutcomes) plans.inc({ outcome }, 0);
  const priceAlertAttempts = new Counter({
    name: names.priceAlertAttemptsTotal,
    help: 'Attempts to send messages of price alerts by channel and outcome',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  for (const channel of alertChannels)
    for (const outcome of attemptOutcomes) priceAlertAttempts.inc({ channel, outcome }, 0);
  return {
    registry,
    feedFetches,
    plans,
    priceAlertAttempts,
    planSeconds: new Histogram({
      name: names.planDurationSeconds,
      help: 'Time to make a plan, waiting for the solver included',
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    forecastSeconds: new Histogram({
      name: names.forecastDurationSeconds,
      help: 'Time to make a forecast',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  };
}

const statusClasses = ['2xx', '3xx', '4xx', '5xx'];

/**
 * Counts and times every request. Both are plain numbers that become metrics when somebody collects them; every count
 * begins at zero, since a ratio of errors has no value before the first error is there.
 */
export function registerRequestMetrics(app: FastifyInstance, { registry }: Metrics): void {
  const durationOf = routeDurations(
    registry,
    names.httpRequestDurationSeconds,
    'Time from the first byte in to the last byte out',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );
  const counted: { labels: { method: string; route: string }; byClass: number[] }[] = [];
  new Counter({
    name: names.httpRequestsTotal,
    help: 'HTTP requests',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
    collect() {
      for (const { labels, byClass } of counted) {
        statusClasses.forEach((status, index) => {
          this.inc({ ...labels, status }, byClass[index]);
        });
        byClass.fill(0);
      }
    },
  });
  const countOf = (method: string, route: string): onResponseHookHandler => {
    const byClass = statusClasses.map(() => 0);
    counted.push({ labels: { method, route }, byClass });
    const observe = durationOf(method, route);
    return (_request, reply, done) => {
      const index = Math.floor(reply.statusCode / 100) - 2;
      byClass[index] = (byClass[index] ?? 0) + 1;
      observe(reply.elapsedTime / 1000);
      done();
    };
  };
  app.addHook('onRoute', (route) => {
    // The many files of the documentation are of no interest.
    if (route.schema?.hide) return;
    const count = countOf([route.method].flat().join(' '), route.url);
    route.onResponse = [count, ...[route.onResponse ?? []].flat()];
  });
  const countUnknown = countOf('any', 'unmatched');
  app.addHook('onResponse', function (request, reply, done) {
    if (request.is404) countUnknown.call(this, request, reply, done);
    else done();
  });
}
