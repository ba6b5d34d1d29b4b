import { metrics as names } from '@eo/app/contract/metrics.ts';
import { service } from '@eo/infra/catalog/index.ts';
import { config } from '../config.ts';
import { recorded } from '../rules/red.ts';
import type { AlertGroup, Cause } from '../rules/types.ts';

const api = `{job="${config.apiJob}"}`;
/** The API is gone: what it measures about itself says nothing new. */
export const apiDown: Cause = { alert: 'ServiceDown', service: 'backend' };
const memoryLimitBytes = service('backend').limits.memoryMb * 1024 * 1024;

export const apiAlerts: AlertGroup = {
  name: 'api',
  alerts: [
    {
      name: 'HighAPILatency',
      expr: `${recorded.latency(95)} > ${config.highLatencySeconds}`,
      for: '5m',
      severity: 'warning',
      summary: '95 % of requests to {{ $labels.job }} take up to {{ $value | humanizeDuration }}.',
      silencedBy: [apiDown, { alert: 'PostgresDown' }],
      runbook: {
        meaning: 'One request in twenty takes longer than a second. The target is half a second.',
        confirm: [
          `Which routes: \`topk(5, histogram_quantile(0.95, sum by (route, le) (rate(${names.httpRequestDurationSeconds}_bucket[5m]))))\``,
          `Does the API wait for a connection: \`${names.pgPoolConnections}{state="waiting"}\``,
          'Does the process itself lag: `nodejs_eventloop_lag_p99_seconds`',
        ],
        act: [
          'One route is slow: read its lines in the log of the backend, with their request ids, and look for its slow query.',
          'All routes are slow and requests wait for connections: see the runbook ApiPoolExhausted.',
          'All routes are slow with much traffic: add a replica, `npx pulumi config set backend:replicas 2 && npm run up`.',
          'It began with a release: deploy the one before.',
        ],
      },
    },
    {
      name: 'HighErrorRate',
      expr: `${recorded.errorRatio()} > ${config.highErrorRatio}`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of requests to {{ $labels.job }} fail.',
      runbook: {
        meaning: 'More than one request in twenty is answered with a 5xx status.',
        confirm: [
          `Which routes: \`sum by (route) (rate(${names.httpRequestsTotal}{status="5xx"}[5m])) > 0\``,
          'What the API says of its dependencies: `curl -s localhost:8000/readyz`',
        ],
        act: [
          'PostgreSQL is down: see the runbook PostgresDown.',
          'One route fails: its error stands in the log of the backend with the request id that the answer carries.',
          'It began with a release: deploy the one before.',
        ],
        afterwards: 'Look at the error budget on the dashboard SLO before the next risky change.',
      },
    },
    {
      name: 'ServiceDown',
      expr: 'up == 0',
      for: '2m',
      severity: 'critical',
      summary:
        '{{ $labels.service }} on {{ $labels.instance }} has not answered a scrape for 2 minutes (up = {{ $value }}).',
      runbook: {
        meaning:
          'Prometheus cannot read the metrics of a target: it is down, unreachable, too slow, or refuses the key.',
        confirm: [
          'State of everything: `npm run status`',
          'Why the scrape fails: the page `/targets` of Prometheus, column Error',
        ],
        act: [
          'The process is down: read the end of its log, then `npm run up`; the supervisor starts what ended.',
          'The error is 401: the key file of Prometheus is not the key of the API; `npm run up` writes both.',
          'The error is "sample limit exceeded": see the runbook ScrapeLimitExceeded.',
        ],
      },
    },
    {
      name: 'ApiNotScraped',
      expr: `absent(up${api})`,
      for: '5m',
      severity: 'critical',
      summary: 'Prometheus has no target for the API (absent = {{ $value }}): nothing about it can alert.',
      runbook: {
        meaning:
          'Not the API but its place in the scrape configuration is gone, so that ServiceDown cannot fire.',
        confirm: ['`up{job="backend-api"}` has no value; the page `/config` of Prometheus lists no such job'],
        act: ['Write the configuration anew: `npm run generate`, then `npm run up`.'],
      },
    },
    {
      name: 'ApiRestarting',
      expr: `changes(process_start_time_seconds${api}[30m]) > ${config.api.restartsInHalfHour}`,
      severity: 'warning',
      summary: 'The API on {{ $labels.instance }} started {{ $value }} times in half an hour.',
      silencedBy: [apiDown],
      runbook: {
        meaning: 'The process ends again and again and the supervisor, or Docker, starts it again.',
        confirm: [
          '`changes(process_start_time_seconds{job="backend-api"}[30m])`',
          'Last exit of each process: `npm run status`',
        ],
        act: [
          'It ended with an error: the last lines of the log of the backend name it.',
          'It was killed for its memory: see the runbook ApiMemoryHigh.',
        ],
      },
    },
    {
      name: 'ApiMemoryHigh',
      expr: `process_resident_memory_bytes${api} / ${memoryLimitBytes} > ${config.api.memoryRatio}`,
      for: '10m',
      severity: 'warning',
      summary:
        'The API on {{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory limit.',
      silencedBy: [apiDown],
      runbook: {
        meaning: 'At its limit the process is restarted, and requests that run are lost.',
        confirm: [
          'Heap or buffers: `nodejs_heap_size_used_bytes` against `process_resident_memory_bytes`',
          'Does it only grow: the same over a week',
        ],
        act: [
          'It grows without traffic: a leak. Restart it now, then take a heap snapshot (`node --heapsnapshot-signal=SIGUSR2`).',
          'It grew with the zones that are watched: raise the limit of the backend in `infra/catalog/services.ts`.',
        ],
      },
    },
    {
      name: 'ApiEventLoopSlow',
      expr: `nodejs_eventloop_lag_p99_seconds${api} > ${config.api.eventLoopLagSeconds}`,
      for: '5m',
      severity: 'warning',
      summary:
        'The event loop of the API on {{ $labels.instance }} is blocked for {{ $value | humanizeDuration }} (p99).',
      silencedBy: [apiDown],
      runbook: {
        meaning: 'Something computes for long in the process that answers requests; everybody waits for it.',
        confirm: [
          '`nodejs_eventloop_lag_p99_seconds`',
          `Forecasts made meanwhile: \`rate(${names.forecastDurationSeconds}_sum[5m])\``,
        ],
        act: [
          'The machine is busy: see the runbook HostCpuBusy.',
          'Take a CPU profile: `node --cpu-prof` on the same load, and move what blocks out of the request.',
        ],
      },
    },
  ],
};
