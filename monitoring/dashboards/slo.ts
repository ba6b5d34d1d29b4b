import { metrics as names } from '@eo/app/contract/metrics.ts';
import { burnWindows, config } from '../config.ts';
import type { Duration } from '../duration.ts';
import { recorded, userRequests } from '../rules/red.ts';
import type { Dashboard, Panel } from './types.ts';

const objectives = {
  Availability: { objective: config.slo.availability.objective, badRatio: recorded.errorRatio },
  Latency: { objective: config.slo.latency.objective, badRatio: recorded.slowRatio },
} as const;
type Objective = keyof typeof objectives;

const goal: Record<Objective, string> = {
  Availability: 'answered without a 5xx status',
  Latency: `answered within ${config.slo.latency.thresholdSeconds} s`,
};

const month = (metric: string, more = ''): string =>
  `sum(increase(${metric}${userRequests([config.apiJob], more)}[30d]))`;
const duration = names.httpRequestDurationSeconds;

/** Weighted by requests: a quiet night with one error is not half a bad day. */
const badShareOfMonth: Record<Objective, string> = {
  Availability: `${month(names.httpRequestsTotal, 'status="5xx"')} / ${month(names.httpRequestsTotal)}`,
  Latency:
    `1 - ${month(`${duration}_bucket`, `le="${config.slo.latency.thresholdSeconds}"`)}` +
    ` / ${month(`${duration}_count`)}`,
};

/** What is left of the budget of the last 30 days: 1 is all of it, below 0 it is overspent. */
function budgetLeft(objective: Objective): Panel {
  const share = objectives[objective].objective;
  const allowed = Number((1 - share).toPrecision(6));
  return {
    kind: 'number',
    title: `${objective}: budget left`,
    description: `${share * 100} % of the requests of 30 days are to be ${goal[objective]}.`,
    unit: 'percentunit',
    limits: { warning: 0.5, critical: 0 },
    width: 12,
    queries: [{ expr: `1 - (${badShareOfMonth[objective]}) / ${allowed}`, legend: '' }],
  };
}

/** How fast the budget burns: 1 spends it in exactly 30 days. */
function burnRates(objective: Objective): Panel {
  const { objective: share, badRatio } = objectives[objective];
  const allowed = Number((1 - share).toPrecision(6));
  const [fastest] = config.slo.fast;
  return {
    kind: 'curve',
    title: `${objective}: burn rate`,
    description: `At 1 the budget lasts 30 days. Runbooks: Api${objective}BudgetBurnsFast, Api${objective}BudgetBurnsSlow.`,
    unit: 'short',
    limits: { warning: 1, critical: fastest.factor },
    queries: burnWindows.map((window: Duration) => ({
      expr: `${badRatio(window)} / ${allowed}`,
      legend: window,
    })),
  };
}

export const slo: Dashboard = {
  uid: 'eo-slo',
  title: 'SLO',
  description: 'Objectives over 30 days, and how fast their budgets burn.',
  rows: [
    { title: 'Budgets', panels: [budgetLeft('Availability'), budgetLeft('Latency')] },
    { title: 'Burn rates', panels: [burnRates('Availability'), burnRates('Latency')] },
    {
      title: 'Traffic',
      panels: [
        {
          kind: 'curve',
          title: 'Requests of users',
          description: 'A second, without probes and scrapes.',
          unit: 'reqps',
          width: 24,
          queries: [{ expr: recorded.requests(), legend: '{{job}}' }],
        },
      ],
    },
  ],
};
