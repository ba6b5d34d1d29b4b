import { metrics as names } from '@eo/app/contract/metrics.ts';
import { type BurnWindow, config } from '../config.ts';
import type { Duration } from '../duration.ts';
import { recorded, userRequests } from '../rules/red.ts';
import type { Alert, AlertGroup, Runbook, Severity } from '../rules/types.ts';
import { apiDown } from './api.ts';

const jobs = [config.apiJob];
const { availability, latency, fast, slow, minimumBadRequests } = config.slo;

interface Slo {
  title: string;
  objective: number;
  ratio: (window: Duration) => string;
  /** Number of bad requests in a window, by job. */
  bad: (window: Duration) => string;
}

const duration = names.httpRequestDurationSeconds;
const slos = {
  Availability: {
    title: 'answered without a 5xx status',
    objective: availability.objective,
    ratio: recorded.errorRatio,
    bad: (window) =>
      `sum by (job) (increase(${names.httpRequestsTotal}${userRequests(jobs, 'status="5xx"')}[${window}]))`,
  },
  Latency: {
    title: `answered within ${latency.thresholdSeconds} s`,
    objective: latency.objective,
    ratio: recorded.slowRatio,
    bad: (window) =>
      `(sum by (job) (increase(${duration}_count${userRequests(jobs)}[${window}]))` +
      ` - sum by (job) (increase(${duration}_bucket${userRequests(jobs, `le="${latency.thresholdSeconds}"`)}[${window}])))`,
  },
} satisfies Record<string, Slo>;

/** Both windows of a pair burn, and enough requests were bad for the ratio to mean something. */
function burns({ ratio, bad, objective }: Slo, { long, short, factor }: BurnWindow): string {
  const limit = Number((factor * (1 - objective)).toPrecision(6));
  return `(${ratio(long)} > ${limit} and ${ratio(short)} > ${limit} and ${bad(long)} >= ${minimumBadRequests})`;
}

function burnAlert(
  kind: keyof typeof slos,
  speed: 'Fast' | 'Slow',
  windows: readonly BurnWindow[],
  severity: Severity,
): Alert {
  const slo = slos[kind];
  const name = `Api${kind}BudgetBurns${speed}`;
  return {
    name,
    expr: windows.map((window) => burns(slo, window)).join('\n  or '),
    for: speed === 'Fast' ? '2m' : '15m',
    severity,
    summary: `{{ $value | humanizePercentage }} of requests to {{ $labels.job }} are not ${slo.title}; the objective allows ${percent(1 - slo.objective)}.`,
    ...(speed === 'Slow' ? { silencedBy: [{ alert: `Api${kind}BudgetBurnsFast` }, apiDown] } : {}),
    runbook: burnRunbook(kind, speed, slo),
  };
}

function burnRunbook(kind: keyof typeof slos, speed: 'Fast' | 'Slow', slo: Slo): Runbook {
  const cause = kind === 'Availability' ? 'HighErrorRate' : 'HighAPILatency';
  return {
    meaning:
      `${percent(slo.objective)} of the requests of 30 days are to be ${slo.title}. ` +
      (speed === 'Fast'
        ? 'At the present rate the budget of the month is gone within days: act now.'
        : 'At the present rate the budget of the month does not last: act in the working day.'),
    confirm: [
      `Over an hour and over six: \`${slo.ratio('1h')}\`, \`${slo.ratio('6h')}\``,
      'What is left of the budget: dashboard SLO',
    ],
    act: [
      `Find the cause as in the runbook ${cause}; that alert needs not fire, since it looks at 5 minutes only.`,
      'Hold back releases that are not repairs until the budget recovers.',
    ],
  };
}

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(6))} %`;

export const sloAlerts: AlertGroup = {
  name: 'slo',
  alerts: (['Availability', 'Latency'] as const).flatMap((kind) => [
    burnAlert(kind, 'Fast', fast, 'critical'),
    burnAlert(kind, 'Slow', slow, 'warning'),
  ]),
};
