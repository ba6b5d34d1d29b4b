import { environment } from '@eo/infra/catalog/index.ts';
import { defaultBudgetUsd } from '@eo/infra/catalog/prices.ts';
import type { Environment } from '@eo/infra/catalog/types.ts';
import { type CostEstimate, estimateCost } from '@eo/infra/cost.ts';
import { InvalidArgumentError } from 'commander';
import type { Pool } from 'pg';
import { type CommonOptions, runPipeline } from './kit/pipeline.ts';
import type { StepOutcome } from './kit/step.ts';

interface Options extends CommonOptions {
  budget?: number;
}

/**
 * `cost-check`: what the stack of STACK costs a month with its database as large as it has become, against the budget.
 * The vendors tell no program what they bill, so it is the estimate of `npm run cost`; over budget the run fails.
 */
await runPipeline<Options>({
  job: 'cost-check',
  description: 'Holds the cost of a stack against its budget, its database as large as it is.',
  examples: ['cost-check --stack production', 'cost-check --stack production --budget 20'],
  addOptions: (command) =>
    command.option('--budget <usd>', `budget a month in USD (default: ${defaultBudgetUsd})`, usd),
  async plan({ pool, env, options, progress }) {
    const { budget = defaultBudgetUsd } = options;
    const bought = environment(env.STACK);
    if (!bought) {
      progress.note(`  the catalogue has no plans of the stack ${env.STACK}; npm run preview estimates it`);
      return { steps: [] };
    }
    const about = `estimates the cost a month against $${budget}`;
    return { steps: [{ name: env.STACK, about, run: () => check(pool, bought, budget) }] };
  },
});

async function check(pool: Pool, bought: Environment, budget: number): Promise<StepOutcome> {
  const { rows } = await pool.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  const databaseGigabytes = Number(rows[0]?.bytes) / 1e9;
  const estimate = estimateCost(bought, budget, { databaseGigabytes });
  const size = `database ${databaseGigabytes.toFixed(3)} GB`;
  return {
    outcome: estimate.headroom < 0 ? 'failed' : 'ok',
    detail: `${describe(estimate)}, ${size}, prices of ${estimate.pricesAsOf}`,
  };
}

function describe({ total, budget, components }: CostEstimate): string {
  const parts = components
    .filter(({ usdPerMonth }) => usdPerMonth > 0)
    .map(({ name, usdPerMonth }) => `${name} $${usdPerMonth.toFixed(2)}`);
  return [`$${total.toFixed(2)} a month of $${budget.toFixed(2)}`, ...parts].join(', ');
}

function usd(text: string): number {
  const amount = Number(text);
  if (text.trim() !== '' && amount >= 0) return amount;
  throw new InvalidArgumentError(`"${text}" is not an amount of USD.`);
}
