import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived, jobLabel } from '../rules/derived.ts';
import { recorded } from '../rules/red.ts';
import type { Dashboard } from './types.ts';

export const overview: Dashboard = {
  uid: 'eo-overview',
  title: 'Overview',
  description: 'Is anything wrong? High-level health of the product.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'number',
          title: 'Targets down',
          description: 'Services that do not answer a scrape; 0 is right. Runbook: ServiceDown.',
          unit: 'short',
          limits: { warning: 1, critical: 1 },
          queries: [{ expr: 'count(up == 0) or vector(0)', legend: '' }],
        },
        {
          kind: 'number',
          title: 'Alerts firing',
          description: 'Without the dead man’s switch, which always fires.',
          unit: 'short',
          limits: { warning: 1, critical: 5 },
          queries: [{ expr: 'count(ALERTS{alertstate="firing",severity!="none"}) or vector(0)', legend: '' }],
        },
        {
          kind: 'number',
          title: 'Requests',
          description: 'Requests of users a second, over five minutes.',
          unit: 'reqps',
          queries: [{ expr: `sum(${recorded.requests()})`, legend: '' }],
        },
        {
          kind: 'number',
          title: 'Errors',
          description: 'Share of requests answered with a 5xx status. Runbook: HighErrorRate.',
          unit: 'percentunit',
          limits: { warning: 0.01, critical: config.highErrorRatio },
          queries: [{ expr: `max(${recorded.errorRatio()})`, legend: '' }],
        },
        {
          kind: 'number',
          title: 'Latency p95',
          description: 'Target: below half a second. Runbook: HighAPILatency.',
          unit: 's',
          limits: { warning: config.slo.latency.thresholdSeconds, critical: config.highLatencySeconds },
          queries: [{ expr: `max(${recorded.latency(95)})`, legend: '' }],
        },
        {
          kind: 'number',
          title: 'Oldest prices',
          description:
            'Since the last check of a zone’s feed; target 15 minutes. Runbook: PriceDataStaleness.',
          unit: 's',
          limits: { warning: 15 * 60, critical: config.priceMaxAgeSeconds },
          queries: [{ expr: `max(${derived.priceAge})`, legend: '' }],
        },
      ],
    },
    {
      title: 'Parts',
      panels: [
        {
          kind: 'table',
          title: 'Firing alerts',
          description:
            'Each has a runbook of its name. The dead man’s switch is here to prove that alerts work.',
          unit: 'short',
          queries: [
            { expr: 'count by (alertname, severity, service) (ALERTS{alertstate="firing"})', legend: '' },
          ],
        },
        {
          kind: 'table',
          title: 'Targets',
          description: '1: answers its scrape.',
          unit: 'short',
          queries: [{ expr: 'min by (service, instance) (up)', legend: '' }],
        },
        {
          kind: 'curve',
          title: 'Dependencies of the API',
          description: '1: answers. Runbook: DependencyDown.',
          unit: 'short',
          queries: [{ expr: `min by (dependency) (${names.dependencyUp})`, legend: '{{dependency}}' }],
        },
        {
          kind: 'table',
          title: 'Recovery drills',
          description:
            'Seconds until the service was there again in the last drill. Runbooks: RecoveryDrillFailed, RecoveryDrillTooOld.',
          unit: 's',
          queries: [{ expr: `max by (drill) (${names.drillRtoSeconds})`, legend: '' }],
        },
        {
          kind: 'curve',
          title: 'Age of each drill’s last success',
          description: 'They run once a week.',
          unit: 's',
          limits: { warning: config.drillMaxAgeSeconds, critical: 2 * config.drillMaxAgeSeconds },
          queries: [
            { expr: `time() - max by (drill) (${names.drillLastSuccessTimestamp})`, legend: '{{drill}}' },
          ],
        },
        {
          kind: 'curve',
          title: 'Data that the last drills lost',
          description: 'Age of the oldest write that was lost; 0: nothing was.',
          unit: 's',
          queries: [{ expr: `max by (drill) (${names.drillRpoSeconds})`, legend: '{{drill}}' }],
        },
        {
          kind: 'curve',
          title: 'Age of each job’s last success',
          description: 'Against the age at which the catalogue calls it stale. Runbook: ScheduledJobStale.',
          unit: 's',
          queries: [{ expr: derived.jobAge, legend: `{{${jobLabel}}}` }],
        },
      ],
    },
  ],
};
