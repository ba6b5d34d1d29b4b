import { Gauge, type Registry } from 'prom-client';
import type { ApiEnv } from '../../contract/env.ts';
import { metrics as names } from '../../contract/metrics.ts';

/** What the stack costs and may cost, as whoever deployed it says; what it does not say has no metric. */
export function registerCosts(
  registry: Registry,
  { COSTS_USD, BUDGET_USD }: Pick<ApiEnv, 'COSTS_USD' | 'BUDGET_USD'>,
): void {
  const registers = [registry];
  const cost = new Gauge({
    name: names.costEstimated,
    help: 'Estimated cost in USD a month',
    labelNames: ['component'],
    registers,
  });
  for (const { component, usd } of costsOf(COSTS_USD)) cost.set({ component }, usd);
  if (BUDGET_USD === undefined) return;
  new Gauge({ name: names.costBudget, help: 'Budget in USD a month', registers }).set(BUDGET_USD);
}

/** `backend=7,redis=10` as components with what each is estimated to cost, USD a month. */
export const costsOf = (text: string | undefined): { component: string; usd: number }[] =>
  (text?.split(',') ?? []).map((entry) => {
    const [component = '', usd] = entry.split('=');
    return { component, usd: Number(usd) };
  });
