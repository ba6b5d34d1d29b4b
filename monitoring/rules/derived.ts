import { metrics as names } from '@eo/app/contract/metrics.ts';
import type { Job } from '@eo/infra/catalog/types.ts';
import type { RecordingGroup } from './types.ts';

/**
 * Prometheus keeps the label `job` for the target, so the job names that the API exports arrive as `exported_job`.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config (honor_labels)
 */
export const jobLabel = 'exported_job';

export const derived = {
  /** Seconds since a zone's feed was last checked successfully. */
  priceAge: 'zone:price_data_age:seconds',
  /** Seconds since a job last succeeded. */
  jobAge: 'exported_job:job_last_success_age:seconds',
  /** Age at which the catalogue calls a job stale. */
  jobLimit: 'exported_job:job_stale_after:seconds',
  redisHitRatio: 'instance:redis_keyspace_hits:ratio_rate5m',
  connectionsRatio: 'instance:pg_connections:ratio',
  cpuBusy: 'instance:node_cpu_busy:ratio_rate5m',
  cost: 'stack:cost_estimated:usd_per_month',
} as const;

/** Ages, ratios and thresholds as series of their own: alerts and panels then show the same number. */
export function derivedRules(jobs: readonly Job[]): RecordingGroup {
  const hits = 'rate(redis_keyspace_hits_total[5m])';
  return {
    name: 'derived',
    rules: [
      { record: derived.priceAge, expr: `time() - max by (zone) (${names.priceDataLastUpdateTimestamp})` },
      {
        record: derived.jobAge,
        expr: `time() - max by (${jobLabel}) (${names.jobLastSuccessTimestampSeconds})`,
      },
      ...jobs.map(({ name, staleAfterSeconds }) => ({
        record: derived.jobLimit,
        expr: `vector(${staleAfterSeconds})`,
        labels: { [jobLabel]: name },
      })),
      { record: derived.redisHitRatio, expr: `${hits} / (${hits} + rate(redis_keyspace_misses_total[5m]))` },
      {
        record: derived.connectionsRatio,
        expr:
          'sum by (job, instance) (pg_stat_database_numbackends)' +
          ' / max by (job, instance) (pg_settings_max_connections)',
      },
      {
        record: derived.cpuBusy,
        expr: '1 - avg by (job, instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
      },
      // Every replica exports the same estimate: the largest of a component, then the sum of the components. A stack
      // that buys nothing has a budget and no component.
      {
        record: derived.cost,
        expr: `sum(max by (component) (${names.costEstimated})) or 0 * max(${names.costBudget})`,
      },
    ],
  };
}
