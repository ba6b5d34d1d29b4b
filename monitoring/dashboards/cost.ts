import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { Dashboard } from './types.ts';

const budget = `max(${names.costBudget})`;

export const cost: Dashboard = {
  uid: 'eo-cost',
  title: 'Cost',
  description: 'What the stack costs a month, as estimated from its plans, against its budget.',
  rows: [
    {
      title: 'A month',
      panels: [
        {
          kind: 'number',
          title: 'Estimate',
          description: 'All components. The same with its assumptions: npm run cost.',
          unit: 'currencyUSD',
          width: 8,
          queries: [{ expr: derived.cost, legend: '' }],
        },
        {
          kind: 'number',
          title: 'Budget',
          description: 'Setting costs:budgetUsd of the stack.',
          unit: 'currencyUSD',
          width: 8,
          queries: [{ expr: budget, legend: '' }],
        },
        {
          kind: 'number',
          title: 'Budget used',
          description: 'Runbooks: CostNearBudget, CostOverBudget.',
          unit: 'percentunit',
          width: 8,
          limits: { warning: config.cost.nearRatio, critical: 1 },
          queries: [{ expr: `${derived.cost} / scalar(${budget})`, legend: '' }],
        },
        {
          kind: 'curve',
          title: 'Estimate and budget',
          description: 'A jump stands beside the deployment that made it. Runbook: CostAnomaly.',
          unit: 'currencyUSD',
          queries: [
            { expr: derived.cost, legend: 'estimate' },
            { expr: budget, legend: 'budget' },
          ],
        },
        {
          kind: 'table',
          title: 'By component',
          description: 'USD a month. Empty on a stack that buys nothing.',
          unit: 'currencyUSD',
          queries: [{ expr: `max by (component) (${names.costEstimated})`, legend: '{{component}}' }],
        },
      ],
    },
  ],
};
