import { prices } from './catalog/prices.ts';
import type { Environment, KeyValuePlan, RenderPlan } from './catalog/types.ts';

/** One line of the estimate. */
export interface CostComponent {
  name: string;
  usdPerMonth: number;
  /** What was multiplied, for people. */
  note: string;
}

/** Estimated cost of a stack in USD a month. `headroom` is negative when the estimate is over budget. */
export interface CostEstimate {
  components: CostComponent[];
  total: number;
  budget: number;
  headroom: number;
  /** Day of the price table the estimate rests on. */
  pricesAsOf: string;
}

/** What a stack buys; the environment's plans with anything an operator wants to try instead. */
export interface Purchase {
  backendPlan?: RenderPlan;
  backendReplicas?: number;
  redisPlan?: KeyValuePlan;
}

/**
 * Estimates what an environment costs a month. Stacks that buy nothing (local, docker) cost 0.
 *
 * @throws Error naming the value when the number of replicas is not a whole number of 1 or more
 */
export function estimateCost(
  environment: Environment,
  budget: number,
  purchase: Purchase = {},
): CostEstimate {
  const components = componentsOf(environment, purchase);
  const total = round(components.reduce((sum, component) => sum + component.usdPerMonth, 0));
  return { components, total, budget, headroom: round(budget - total), pricesAsOf: prices.asOf };
}

function componentsOf({ plans }: Environment, purchase: Purchase): CostComponent[] {
  const components: CostComponent[] = [];
  const backend = purchase.backendPlan ?? plans.backend;
  if (plans.backend && backend) {
    const replicas = purchase.backendReplicas ?? 1;
    if (!Number.isInteger(replicas) || replicas < 1) {
      throw new Error(`backend:replicas is ${replicas}, but must be a whole number of 1 or more.`);
    }
    const each = prices.renderService[backend];
    components.push({
      name: 'backend',
      usdPerMonth: round(each * replicas),
      note: `Render ${backend}, ${replicas} × $${each}`,
    });
    components.push({ name: 'frontend', usdPerMonth: prices.renderStaticSite, note: 'Render static site' });
  }
  const redis = purchase.redisPlan ?? plans.redis;
  if (plans.redis && redis) {
    components.push({
      name: 'redis',
      usdPerMonth: prices.renderKeyValue[redis],
      note: `Render Key Value ${redis}`,
    });
  }
  if (plans.postgres) {
    components.push({ name: 'postgres', usdPerMonth: prices.neon[plans.postgres], note: plans.postgres });
  }
  if (plans.domain) {
    components.push({
      name: 'domain',
      usdPerMonth: prices.domain[plans.domain],
      note: "TLS by Let's Encrypt, free",
    });
  }
  return components;
}

const round = (usd: number): number => Math.round(usd * 100) / 100;
