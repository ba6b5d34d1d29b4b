import { translated } from './translation.ts';

/** The page of operators. */
export const operatorTexts = translated('operator', {
  title: (stack: string) => `Stack ${stack}`,
  heading: (stack: string) => `Stack ${stack}`,
  release: (release: string) => `Release ${release}`,
  redis: {
    redis: 'Redis answers',
    'in-process': 'without Redis: each process caches for itself',
    down: 'Redis does not answer',
  },
  forbidden: 'This page is for operators',
  forbiddenText: 'Whoever runs this stack can make you one: npm run role -- <your address> operator',
  loading: 'Loading …',
  unreachable: 'The stack does not answer',
  unreachableText: 'This page keeps trying by itself.',
  old: (age: string) => `This is from ${age}; the stack does not answer now. We keep trying.`,
  alerts: {
    heading: 'Alerts',
    none: 'No alert fires.',
    unknown: 'Nobody knows: no Prometheus watches this stack, or it does not answer.',
    since: (age: string) => `since ${age}`,
    runbook: 'Runbook',
    severity: { critical: 'critical', warning: 'warning' } as Readonly<Record<string, string>>,
  },
  zones: {
    heading: 'Freshness',
    zone: 'Zone',
    checked: 'Last checked',
    failures: 'Failures since',
    never: 'never',
    none: 'no',
  },
  jobs: {
    heading: 'Jobs',
    job: 'Job',
    success: 'Last success',
    last: 'Last run',
    never: 'never',
    none: 'No job has run yet.',
  },
  cost: {
    heading: 'Cost',
    nothing: 'This stack buys nothing.',
    of: (total: string, budget: string) => `${total} of ${budget} a month`,
    alone: (total: string) => `${total} a month`,
    component: 'Component',
    estimate: 'Estimate a month',
  },
  links: { heading: 'Look further', grafana: 'Grafana', prometheus: 'Prometheus' },
} as const);
