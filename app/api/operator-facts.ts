import type { ApiEnv } from '../contract/env.ts';
import { type FiringAlert, readFiringAlerts } from '../contract/firing-alerts.ts';
import type { StackResponse } from '../contract/operations.ts';
import { costsOf } from './plugins/cost-metrics.ts';

/** What only whoever deployed the stack knows of it, for its operators. */
export interface OperatorFacts {
  stack: string;
  cost: StackResponse['cost'];
  links: StackResponse['links'];
  /** Alerts that fire; null where no Prometheus is, or it does not answer. */
  firingAlerts(): Promise<FiringAlert[] | null>;
}

export function operatorFacts(env: ApiEnv): OperatorFacts {
  const { PROMETHEUS_URL: prometheus } = env;
  return {
    stack: env.STACK,
    cost: { budgetUsd: env.BUDGET_USD ?? null, components: costsOf(env.COSTS_USD) },
    links: { grafana: env.GRAFANA_LINK ?? null, prometheus: env.PROMETHEUS_LINK ?? null },
    firingAlerts: async () => (prometheus ? readFiringAlerts(prometheus) : null),
  };
}
