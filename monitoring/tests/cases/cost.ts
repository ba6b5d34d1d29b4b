import { type Cases, fires, quiet, type Scene } from '../scene.ts';

const labels = (instance: string): string => `job="backend-api",instance="${instance}",service="backend"`;

/** Costs of two components, as two replicas export them, and a budget of 50 USD. */
function costs(backend: string, redis: string): Scene['series'] {
  const of = (instance: string): Scene['series'] => ({
    [`cost_estimated_usd_per_month{${labels(instance)},component="backend"}`]: backend,
    [`cost_estimated_usd_per_month{${labels(instance)},component="redis"}`]: redis,
    [`cost_budget_usd_per_month{${labels(instance)}}`]: '50x4000',
  });
  return { ...of('a'), ...of('b') };
}

export const costCases: Cases = {
  CostNearBudget: {
    fires: [
      fires(
        '45 of 50 USD',
        costs('25x100', '20x100'),
        '61m',
        {},
        'The stack costs 90% of its monthly budget.',
      ),
    ],
    quiet: [
      quiet('35 of 50 USD', costs('25x100', '10x100'), '61m'),
      quiet(
        'no budget is known',
        { [`cost_estimated_usd_per_month{${labels('a')},component="x"}`]: '99x100' },
        '61m',
      ),
    ],
  },
  CostOverBudget: {
    fires: [
      fires(
        '55 of 50 USD',
        costs('25x100', '30x100'),
        '61m',
        {},
        'The stack costs 110% of its monthly budget.',
      ),
    ],
    quiet: [quiet('exactly the budget', costs('25x100', '25x100'), '61m')],
  },
  CostAnomaly: {
    fires: [
      fires(
        'from 17 to 42 USD after two days',
        costs('7x2880 32x300', '10x3180'),
        '2980m',
        {},
        'The stack costs 42.00 USD a month, a quarter more than last week.',
      ),
    ],
    quiet: [
      quiet('steady', costs('7x3180', '10x3180'), '2980m'),
      quiet('twice as much, of very little', costs('2x2880 4x300', '0x3180'), '2980m'),
      quiet('a new stack has no week before', costs('7x100', '10x100'), '90m'),
    ],
  },
};
