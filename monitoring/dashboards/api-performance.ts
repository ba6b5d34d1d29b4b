import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { recorded } from '../rules/red.ts';
import type { Dashboard } from './types.ts';

const api = `job="${config.apiJob}",instance=~"$instance"`;
const rate = (metric: string, more = ''): string => `rate(${metric}{${api}${more}}[$__rate_interval])`;
const buckets = rate(`${names.httpRequestDurationSeconds}_bucket`);

export const apiPerformance: Dashboard = {
  uid: 'eo-api',
  title: 'API Performance',
  description: 'Request rates, latency and errors of the API, by route.',
  variables: ['instance'],
  rows: [
    {
      title: 'Requests',
      panels: [
        {
          kind: 'curve',
          title: 'Requests by route',
          description: 'A second, with probes and scrapes.',
          unit: 'reqps',
          queries: [{ expr: `sum by (route) (${rate(names.httpRequestsTotal)})`, legend: '{{route}}' }],
        },
        {
          kind: 'curve',
          title: 'Requests by status',
          description: '4xx: the client is at fault; 5xx: we are.',
          unit: 'reqps',
          queries: [{ expr: `sum by (status) (${rate(names.httpRequestsTotal)})`, legend: '{{status}}' }],
        },
        {
          kind: 'curve',
          title: 'Errors by route',
          description: 'Answers with a 5xx status a second. Runbook: HighErrorRate.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (route) (${rate(names.httpRequestsTotal, ',status="5xx"')})`,
              legend: '{{route}}',
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Latency of all routes',
          description: 'Target: p95 below half a second. Runbook: HighAPILatency.',
          unit: 's',
          limits: { warning: config.slo.latency.thresholdSeconds, critical: config.highLatencySeconds },
          queries: ([50, 95, 99] as const).map((percentile) => ({
            expr: recorded.latency(percentile),
            legend: `p${percentile}`,
          })),
        },
        {
          kind: 'curve',
          title: 'Latency p95 by route',
          description: 'Routes without a request have no value.',
          unit: 's',
          queries: [
            { expr: `histogram_quantile(0.95, sum by (route, le) (${buckets}))`, legend: '{{route}}' },
          ],
        },
        {
          kind: 'curve',
          title: 'Messages of price alerts',
          description:
            'Attempts to send them, a second. Dead: given up, for the reason that its household reads.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (channel, outcome) (${rate(names.priceAlertAttemptsTotal)})`,
              legend: '{{channel}} {{outcome}}',
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Ready answers',
          description: 'Share of requests whose answer lay ready in the process.',
          unit: 'percentunit',
          queries: [
            {
              expr:
                `sum(${rate(names.cacheRequestsTotal, ',outcome="hit"')})` +
                ` / sum(${rate(names.cacheRequestsTotal)})`,
              legend: 'ready',
            },
          ],
        },
      ],
    },
    {
      title: 'Process',
      panels: [
        {
          kind: 'curve',
          title: 'Event-loop lag p99',
          description: 'How long one piece of work keeps all others waiting. Runbook: ApiEventLoopSlow.',
          unit: 's',
          limits: { warning: 0.05, critical: config.api.eventLoopLagSeconds },
          queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${api}}`, legend: '{{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Processor',
          description: 'Seconds of processor time a second: 1 is one core.',
          unit: 'short',
          queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Memory',
          description: 'Resident, and the heap within it. Runbook: ApiMemoryHigh.',
          unit: 'bytes',
          queries: [
            { expr: `process_resident_memory_bytes{${api}}`, legend: '{{instance}} resident' },
            { expr: `nodejs_heap_size_used_bytes{${api}}`, legend: '{{instance}} heap' },
          ],
        },
        {
          kind: 'curve',
          title: 'Connections of the pool',
          description: 'Requests that wait for one are the sign to look at. Runbook: ApiPoolExhausted.',
          unit: 'short',
          queries: [{ expr: `sum by (state) (${names.pgPoolConnections}{${api}})`, legend: '{{state}}' }],
        },
      ],
    },
  ],
};
