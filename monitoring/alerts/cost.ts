import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { AlertGroup } from '../rules/types.ts';
import { apiDown } from './api.ts';

const { nearRatio, anomalyRatio, anomalyMinimumUsd } = config.cost;
const usedRatio = `${derived.cost} / scalar(max(${names.costBudget}))`;
const lastWeek = `avg_over_time(${derived.cost}[7d] offset 1d)`;

export const costAlerts: AlertGroup = {
  name: 'cost',
  alerts: [
    {
      name: 'CostNearBudget',
      expr: `${usedRatio} > ${nearRatio}`,
      for: '1h',
      severity: 'warning',
      summary: 'The stack costs {{ $value | humanizePercentage }} of its monthly budget.',
      silencedBy: [apiDown, { alert: 'CostOverBudget' }],
      runbook: {
        meaning:
          'The estimate of the month is above 80 % of the budget: there is room for one more small change.',
        confirm: [`\`${names.costEstimated}\` by component`, 'The same with its assumptions: `npm run cost`'],
        act: [
          'Try what would help before doing it: `npm run cost -- --backend-replicas 1`.',
          'If the cost is meant: `npx pulumi config set costs:budgetUsd <USD>`.',
        ],
      },
    },
    {
      name: 'CostOverBudget',
      expr: `${usedRatio} > 1`,
      for: '1h',
      severity: 'critical',
      summary: 'The stack costs {{ $value | humanizePercentage }} of its monthly budget.',
      runbook: {
        meaning: 'The estimate of the month is above the budget. `npm run preview` refuses further changes.',
        confirm: ['What and how much: `npm run cost`', `\`${names.costEstimated}\` by component`],
        act: [
          'Take back the last change that cost money, or choose a smaller plan.',
          'If the cost is meant, its owner raises the budget: `npx pulumi config set costs:budgetUsd <USD>`.',
        ],
      },
    },
    {
      name: 'CostAnomaly',
      expr: `${derived.cost} > ${anomalyRatio} * ${lastWeek} and ${derived.cost} - ${lastWeek} > ${anomalyMinimumUsd}`,
      for: '1h',
      severity: 'warning',
      summary: 'The stack costs {{ $value | printf "%.2f" }} USD a month, a quarter more than last week.',
      silencedBy: [apiDown],
      runbook: {
        meaning: 'The estimate jumped by more than 25 % and 5 USD against the mean of the week before.',
        confirm: [`\`${names.costEstimated}\` by component over a week`, 'Deployments on the dashboard Cost'],
        act: [
          'A deployment stands at the jump: was it meant to cost that? If not, take it back.',
          'None does: look for what was changed by hand, `npx pulumi refresh --diff`.',
        ],
      },
    },
  ],
};
