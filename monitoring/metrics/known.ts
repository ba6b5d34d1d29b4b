import { readFileSync } from 'node:fs';
import { metrics as names } from '@eo/app/contract/metrics.ts';

/**
 * Metrics that prom-client's `collectDefaultMetrics` adds to every Node process, as far as we use them.
 * https://github.com/siimon/prom-client/tree/v15.1.3/lib/metrics
 */
export const nodeProcessMetrics = [
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
  'process_open_fds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_heap_size_used_bytes',
] as const;

const ownHistograms: readonly string[] = [names.httpRequestDurationSeconds, names.forecastDurationSeconds];

const exporters = ['node', 'redis', 'postgres', 'prometheus', 'alertmanager'] as const;

/**
 * Names that exporters were seen to export on this project's PostgreSQL 15 and Redis 7 (`metrics/recorded`, Debian 12:
 * node 1.5, redis 1.45, postgres 0.11.1, Prometheus 2.42, Alertmanager 0.25).
 */
export function recordedMetrics(): Map<string, string> {
  const found = new Map<string, string>();
  for (const exporter of exporters) {
    const text = readFileSync(new URL(`./recorded/${exporter}.txt`, import.meta.url), 'utf8');
    for (const line of text.trim().split('\n')) {
      const [name = '', type = 'untyped'] = line.split(' ');
      found.set(name, type);
    }
  }
  return found;
}

/** Every series name that some scrape brings, histograms spelled out. */
export function exportedSeries(): Set<string> {
  const series = new Set<string>(['up', 'scrape_duration_seconds', 'scrape_samples_scraped']);
  for (const name of [...Object.values(names), ...nodeProcessMetrics]) series.add(name);
  for (const name of ownHistograms) addHistogram(series, name);
  for (const [name, type] of recordedMetrics()) {
    if (type === 'histogram' || type === 'summary') addHistogram(series, name);
    else series.add(name);
  }
  return series;
}

function addHistogram(series: Set<string>, name: string): void {
  series.delete(name);
  for (const part of ['_bucket', '_count', '_sum']) series.add(name + part);
  // A summary has its quantiles under the bare name.
  if (!ownHistograms.includes(name)) series.add(name);
}
