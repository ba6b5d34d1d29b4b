import { environment } from './catalog/index.ts';
import { databaseUse, expectedScaling, prices } from './catalog/prices.ts';
import type { Environment, KeyValuePlan, NeonPlan, RenderPlan } from './catalog/types.ts';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings-reader.ts';

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
  databasePlan?: NeonPlan;
  databaseGigabytes?: number;
}

/** What a stack costs with its settings. */
export function costOf({ stack, cloud, backendReplicas, budgetUsd }: Settings): CostEstimate {
  const known = environment(stack) ?? { ...unnamed, name: stack };
  return estimateCost({ ...known, plans: cloud.plans }, budgetUsd, { backendReplicas });
}

const unnamed = { target: 'cloud', nodeEnv: 'production', purpose: 'A stack of an operator' } as const;

/**
 * Lets a stack be previewed and brought up only within its budget.
 *
 * @throws SettingsError when the estimate is over budget and the configuration does not allow it
 */
export function requireBudget(
  { cloud }: Settings,
  { total, budget, headroom, components }: CostEstimate,
): void {
  if (headroom >= 0 || cloud.allowOverBudget) return;
  const parts = components.filter(({ usdPerMonth }) => usdPerMonth > 0);
  throw new SettingsError(
    `The stack would cost $${total.toFixed(2)} a month, $${(-headroom).toFixed(2)} over its budget of ` +
      `$${budget.toFixed(2)} (${parts.map(({ name, usdPerMonth }) => `${name} $${usdPerMonth}`).join(', ')}).\n` +
      'Choose smaller plans, or consent: npx pulumi config set costs:allowOverBudget true',
  );
}

/** An estimate as a service reads it, `backend=7,redis=10`; null where nothing is bought. */
export function componentCosts({ components }: CostEstimate): string | null {
  return components.map(({ name, usdPerMonth }) => `${name}=${usdPerMonth}`).join(',') || null;
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

/** A way to scale, what it costs more, and what the requirements expected, in USD a month. */
export interface ScalingStep {
  action: (typeof expectedScaling)[number]['action'];
  usdPerMonth: number;
  expected: { from: number; to: number };
}

/** What scaling an environment costs, for each line of the table of the requirements. */
export function scalingCosts(environment: Environment): ScalingStep[] {
  const total = (purchase: Purchase): number => estimateCost(environment, 0, purchase).total;
  const scaled: Record<ScalingStep['action'], Purchase> = {
    'Add 1 backend replica': { backendReplicas: 2 },
    'Double database size': { databaseGigabytes: 2 * databaseUse.gigabytes },
    // Prometheus keeps its data on the operator's own disk.
    'Add monitoring retention': {},
  };
  return expectedScaling.map(({ action, from, to }) => ({
    action,
    usdPerMonth: round(total(scaled[action]) - total({})),
    expected: { from, to },
  }));
}

function componentsOf({ plans }: Environment, purchase: Purchase): CostComponent[] {
  const components: CostComponent[] = [];
  const backend = purchase.backendPlan ?? plans.backend;
  if (plans.backend && backend) {
    const replicas = purchase.backendReplicas ?? 1;
    if (!Number.isInteger(replicas) || replicas < 1) {
      throw new SettingsError(`backend:replicas is ${replicas}, but must be a whole number of 1 or more.`);
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
  const postgres = purchase.databasePlan ?? plans.postgres;
  if (plans.postgres && postgres) components.push(databaseCost(postgres, purchase.databaseGigabytes));
  if (plans.domain) {
    components.push({
      name: 'domain',
      usdPerMonth: prices.domain[plans.domain],
      note: "TLS by Let's Encrypt, free",
    });
  }
  return components;
}

/** More than a plan holds is bought as the next plan. */
function databaseCost(plan: NeonPlan, gigabytes: number = databaseUse.gigabytes): CostComponent {
  if (!(gigabytes > 0 && gigabytes <= 1_000)) {
    throw new SettingsError(`The database is ${gigabytes} GB, but must be more than 0 and at most 1000.`);
  }
  const { gigabytesIncluded } = prices.neon['neon-free'];
  const bought = plan === 'neon-free' && gigabytes > gigabytesIncluded ? 'neon-launch' : plan;
  const { computeUnitHour, gigabyte } = prices.neon[bought];
  const { computeUnits, awakeHours } = databaseUse;
  return {
    name: 'postgres',
    usdPerMonth: round(computeUnits * awakeHours * computeUnitHour + gigabytes * gigabyte),
    note: `${bought}, ${gigabytes} GB, ${computeUnits} CU awake for ${awakeHours} h`,
  };
}

const round = (usd: number): number => Math.round(usd * 100) / 100;
