import { metrics as names } from '@eo/app/contract/metrics.ts';
import { burnWindows, config } from '../config.ts';
import type { Duration } from '../duration.ts';
import { anyOf } from '../promql.ts';
import type { RecordingGroup, RecordingRule } from './types.ts';

/** Names of the recorded series, so that rules, alerts and panels spell them alike. */
export const recorded = {
  requests: (window: Duration = '5m') => `job:http_requests:rate${window}`,
  errorRatio: (window: Duration = '5m') => `job:http_errors:ratio_rate${window}`,
  slowRatio: (window: Duration = '5m') => `job:http_slow:ratio_rate${window}`,
  latency: (percentile: 50 | 95 | 99) => `job:http_request_duration_seconds:p${percentile}_5m`,
} as const;

/** Selects the requests of users to one of our HTTP jobs; `more` are further matchers. */
export function userRequests(jobs: readonly string[], more: string = ''): string {
  const matchers = [`job=~"${anyOf(jobs)}"`, `route!~"${anyOf(config.probeRoutes)}"`, more];
  return `{${matchers.filter(Boolean).join(',')}}`;
}

/** Rate, errors and duration of services that speak HTTP, by job. */
export function red({ jobs }: { jobs: readonly string[] }): RecordingGroup {
  return {
    name: 'red',
    rules: [
      ...burnWindows.map((window) => requestRate(jobs, window)),
      ...burnWindows.map((window) => errorRatio(jobs, window)),
      ...burnWindows.map((window) => slowRatio(jobs, window)),
      ...([50, 95, 99] as const).map((percentile) => latency(jobs, percentile)),
    ],
  };
}

function requestRate(jobs: readonly string[], window: Duration): RecordingRule {
  return {
    record: recorded.requests(window),
    expr: `sum by (job) (rate(${names.httpRequestsTotal}${userRequests(jobs)}[${window}]))`,
  };
}

function errorRatio(jobs: readonly string[], window: Duration): RecordingRule {
  const total = `sum by (job) (rate(${names.httpRequestsTotal}${userRequests(jobs)}[${window}]))`;
  const errors = `sum by (job) (rate(${names.httpRequestsTotal}${userRequests(jobs, 'status="5xx"')}[${window}]))`;
  // Without the second part there would be no ratio, rather than 0, before the first error.
  return { record: recorded.errorRatio(window), expr: `(${errors} or 0 * ${total}) / ${total}` };
}

function slowRatio(jobs: readonly string[], window: Duration): RecordingRule {
  const { thresholdSeconds } = config.slo.latency;
  const fast = userRequests(jobs, `le="${thresholdSeconds}"`);
  const name = names.httpRequestDurationSeconds;
  return {
    record: recorded.slowRatio(window),
    expr:
      `1 - sum by (job) (rate(${name}_bucket${fast}[${window}]))` +
      ` / sum by (job) (rate(${name}_count${userRequests(jobs)}[${window}]))`,
  };
}

function latency(jobs: readonly string[], percentile: 50 | 95 | 99): RecordingRule {
  const buckets = `${names.httpRequestDurationSeconds}_bucket${userRequests(jobs)}`;
  return {
    record: recorded.latency(percentile),
    expr: `histogram_quantile(${percentile / 100}, sum by (job, le) (rate(${buckets}[5m])))`,
  };
}
