import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived, jobLabel } from '../rules/derived.ts';
import type { Dashboard } from './types.ts';

const byZone = (metric: string): string => `max by (zone) (${metric}{zone=~"$zone"})`;
const buckets = `sum by (le) (rate(${names.forecastDurationSeconds}_bucket[1h]))`;

export const models: Dashboard = {
  uid: 'eo-models',
  title: 'ML Models',
  description: 'Accuracy of forecasts, time to make them, and the data they learn from.',
  variables: ['zone', 'job'],
  rows: [
    {
      title: 'Accuracy over the last seven days',
      panels: [
        {
          kind: 'curve',
          title: 'MAPE on the retail price',
          description: 'Percent; target: below 10. Runbook: ModelForecastAccuracyDegraded.',
          unit: 'percent',
          limits: { warning: 10, critical: config.forecastMaxMapePercent },
          queries: [{ expr: byZone(names.forecastMape), legend: '{{zone}}' }],
        },
        {
          kind: 'curve',
          title: 'Against a naive forecast',
          description: 'Error over the error of "as a week before"; below 1 the model is the better one.',
          unit: 'short',
          limits: { warning: 0.8, critical: 1 },
          queries: [{ expr: byZone(names.forecastRmae), legend: '{{zone}}' }],
        },
        {
          kind: 'curve',
          title: 'Mean absolute error',
          description: 'Market currency per MWh.',
          unit: 'short',
          queries: [{ expr: byZone(names.forecastMae), legend: '{{zone}}' }],
        },
        {
          kind: 'curve',
          title: 'Bias',
          description: 'Market currency per MWh; above 0 forecasts are too high.',
          unit: 'short',
          queries: [{ expr: byZone(names.forecastBias), legend: '{{zone}}' }],
        },
      ],
    },
    {
      title: 'Inference and data',
      panels: [
        {
          kind: 'curve',
          title: 'Time to make a forecast',
          description: 'Over the last hour; no value while none was made.',
          unit: 's',
          queries: ([50, 95] as const).map((percentile) => ({
            expr: `histogram_quantile(${percentile / 100}, ${buckets})`,
            legend: `p${percentile}`,
          })),
        },
        {
          kind: 'curve',
          title: 'Forecasts made',
          description: 'A second; all others were ready.',
          unit: 'ops',
          queries: [
            { expr: `sum(rate(${names.forecastDurationSeconds}_count[$__rate_interval]))`, legend: 'made' },
          ],
        },
        {
          kind: 'curve',
          title: 'Age of prices',
          description:
            'Since a zone’s feed was last checked; target 15 minutes. Runbook: PriceDataStaleness.',
          unit: 's',
          limits: { warning: 15 * 60, critical: config.priceMaxAgeSeconds },
          queries: [{ expr: `${derived.priceAge}{zone=~"$zone"}`, legend: '{{zone}}' }],
        },
        {
          kind: 'curve',
          title: 'Checks of feeds',
          description: 'A second, by outcome. Runbook: FeedFetchesFailing.',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (outcome) (rate(${names.feedFetchesTotal}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Job runs in a day',
          description: 'By job and outcome. Runbook: ScheduledJobFailing.',
          unit: 'short',
          queries: [
            {
              expr: `max by (${jobLabel}, outcome) (increase(${names.jobRunsTotal}{${jobLabel}=~"$job"}[1d]))`,
              legend: `{{${jobLabel}}} {{outcome}}`,
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Duration of jobs',
          description: 'Of the last run that ended.',
          unit: 's',
          queries: [
            {
              expr: `max by (${jobLabel}) (${names.jobLastDurationSeconds}{${jobLabel}=~"$job"})`,
              legend: `{{${jobLabel}}}`,
            },
          ],
        },
      ],
    },
  ],
};
