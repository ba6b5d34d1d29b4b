import { environments } from '../catalog/environments.ts';
import { defaultBudgetUsd, prices } from '../catalog/prices.ts';
import type { KeyValuePlan, NeonPlan, RenderPlan } from '../catalog/types.ts';
import { type CostEstimate, estimateCost, type Purchase, scalingCosts } from '../cost.ts';
import { CliError } from './errors.ts';
import { commandOf, parse } from './options.ts';
import { table } from './terminal.ts';

interface Options {
  backendReplicas?: string;
  backendPlan?: string;
  redisPlan?: string;
  databasePlan?: string;
  databaseGb?: string;
  scaling?: true;
  budget: string;
  json?: true;
}

/** `npm run cost`: the estimate of an environment, and what-if. Exit code 1 over budget. */
export async function run(args: string[]): Promise<number> {
  const command = commandOf('cost', 'Estimates what an environment costs a month (default: production).', [
    'npm run cost',
    'npm run cost -- production --backend-replicas 3 --backend-plan 1c-2g',
    'npm run cost -- production --scaling',
  ])
    .argument('[environment]')
    .option('--backend-replicas <n>', 'try another number of API replicas')
    .option('--backend-plan <plan>', `try another plan: ${Object.keys(prices.renderService).join(', ')}`)
    .option('--redis-plan <plan>', `try another plan: ${Object.keys(prices.renderKeyValue).join(', ')}`)
    .option('--database-plan <plan>', `try another plan: ${Object.keys(prices.neon).join(', ')}`)
    .option('--database-gb <n>', 'try another size of the database')
    .option('--scaling', 'also show what each way to scale costs, beside what the requirements expect')
    .option('--budget <usd>', 'budget a month', String(defaultBudgetUsd))
    .option('--json', 'print one JSON document as the last line');
  const parsed = parse<Options>(command, args);
  if (!parsed) return 0;
  const name = parsed.operands[0] ?? 'production';
  const found = environments.find((environment) => environment.name === name);
  if (!found)
    throw new CliError(
      `There is no environment ${name}. Known: ${environments.map((e) => e.name).join(', ')}`,
    );
  const budget = Number(parsed.options.budget);
  if (!(budget >= 0)) throw new CliError(`--budget ${parsed.options.budget} is not an amount of USD.`);

  const estimate = estimateCost(found, budget, purchaseOf(parsed.options));
  console.log(`  ${name}, USD a month, prices of ${estimate.pricesAsOf}\n${describe(estimate)}`);
  const scaling = parsed.options.scaling ? scalingCosts(found) : null;
  if (scaling) console.log(`\n${describeScaling(scaling)}`);
  if (parsed.options.json) {
    const { components, total, budget: limit, headroom } = estimate;
    console.log(
      JSON.stringify({ components, total, budget: limit, headroom, ...(scaling ? { scaling } : {}) }),
    );
  }
  return estimate.headroom < 0 ? 1 : 0;
}

function describe({ components, total, budget, headroom }: CostEstimate): string {
  const rows = components.map(({ name, usdPerMonth, note }): [string, string] => [
    name,
    `${usd(usdPerMonth).padStart(9)}   ${note}`,
  ]);
  const sum = `${usd(total).padStart(9)}   of ${usd(budget)}, headroom ${usd(headroom)}`;
  return table([...rows, ['total', sum]]);
}

function describeScaling(steps: ReturnType<typeof scalingCosts>): string {
  const rows = steps.map(({ action, usdPerMonth, expected: { from, to } }): [string, string] => [
    action,
    `${`+${usd(usdPerMonth)}`.padStart(9)}   expected +$${from === to ? from : `${from}-${to}`}`,
  ]);
  return table(rows);
}

function purchaseOf({
  backendReplicas,
  backendPlan,
  redisPlan,
  databasePlan,
  databaseGb,
}: Options): Purchase {
  return {
    ...(backendReplicas === undefined ? {} : { backendReplicas: Number(backendReplicas) }),
    ...(backendPlan === undefined
      ? {}
      : { backendPlan: planOf<RenderPlan>('--backend-plan', backendPlan, prices.renderService) }),
    ...(redisPlan === undefined
      ? {}
      : { redisPlan: planOf<KeyValuePlan>('--redis-plan', redisPlan, prices.renderKeyValue) }),
    ...(databasePlan === undefined
      ? {}
      : { databasePlan: planOf<NeonPlan>('--database-plan', databasePlan, prices.neon) }),
    ...(databaseGb === undefined ? {} : { databaseGigabytes: Number(databaseGb) }),
  };
}

function planOf<Plan extends string>(option: string, value: string, known: Record<Plan, unknown>): Plan {
  if (Object.hasOwn(known, value)) return value as Plan;
  throw new CliError(`${option} ${value} is not a plan. Known: ${Object.keys(known).join(', ')}`);
}

const usd = (value: number): string => (value < 0 ? `-$${(-value).toFixed(2)}` : `$${value.toFixed(2)}`);
