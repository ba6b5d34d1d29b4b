import { metrics as names } from '@eo/app/contract/metrics.ts';
import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { AlertGroup } from '../rules/types.ts';
import { apiDown } from './api.ts';

const fetches = (outcome: string): string => `sum(rate(${names.feedFetchesTotal}${outcome}[15m]))`;

export const dataAlerts: AlertGroup = {
  name: 'data',
  alerts: [
    {
      name: 'PriceDataStaleness',
      expr: `${derived.priceAge} > ${config.priceMaxAgeSeconds}`,
      severity: 'warning',
      summary: 'Prices of {{ $labels.zone }} were last checked {{ $value | humanizeDuration }} ago.',
      silencedBy: [apiDown, { alert: 'PostgresDown' }],
      runbook: {
        meaning:
          'No feed has answered for a zone that somebody watches for half an hour; the target is 15 minutes.',
        confirm: [
          `Every zone or one: \`${derived.priceAge}\``,
          `Do the feeds fail: \`rate(${names.feedFetchesTotal}{outcome="failed"}[15m])\``,
        ],
        act: [
          'One zone: its feed has no data or changed its format; the log of the backend names feed and error.',
          'Every zone: no way to the feeds, or no replica holds the refresh lock; see the log of the backend.',
          'Fetch by hand: `npm run pipeline -- price-sync`.',
        ],
        afterwards: 'Gaps are filled by the next price-sync.',
      },
    },
    {
      name: 'FeedFetchesFailing',
      expr: `${fetches('{outcome="failed"}')} / ${fetches('')} > ${config.api.feedFailureRatio}`,
      for: '30m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of price feed checks fail.',
      silencedBy: [apiDown],
      runbook: {
        meaning: 'Most checks of the price feeds fail. Prices on hand are still served, and get old.',
        confirm: [
          `\`sum by (outcome) (rate(${names.feedFetchesTotal}[15m]))\``,
          'Errors by feed: log of the backend',
        ],
        act: [
          'One feed is away: put another first, `npx pulumi config set prices:feeds <feed>,<feed> && npm run up`.',
          'All are away: look at the way to the internet from the machine of the API.',
          'The status is 401 or 429: the token or its quota.',
        ],
      },
    },
    {
      name: 'ModelForecastAccuracyDegraded',
      expr: `max by (zone) (${names.forecastMape}) > ${config.forecastMaxMapePercent}`,
      for: '1h',
      severity: 'warning',
      summary:
        'Forecasts for {{ $labels.zone }} are off by {{ $value | printf "%.1f" }} % of the retail price.',
      silencedBy: [apiDown],
      runbook: {
        meaning:
          'The mean absolute percentage error of a zone is above 15 % on the retail price; the target is 10 %.',
        confirm: [
          `Against a naive forecast: \`${names.forecastRmae}\`; below 1 the model is still the better one`,
          `Always off to one side: \`${names.forecastBias}\``,
        ],
        act: [
          'The error of the naive forecast rose as well: the market is restless; wait for a week of new data.',
          'Only ours rose: run `npm run pipeline -- nightly-learning`, which refits weights and bias.',
          'The observations stopped: see the runbook ScheduledJobStale.',
        ],
      },
    },
    {
      name: 'DependencyDown',
      expr: `${names.dependencyUp} == 0`,
      for: '2m',
      severity: 'warning',
      summary:
        'The API on {{ $labels.instance }} does not reach {{ $labels.dependency }} (up = {{ $value }}).',
      silencedBy: [apiDown, { alert: 'PostgresDown' }, { alert: 'RedisDown' }],
      runbook: {
        meaning:
          'The API lives and a store it needs does not answer it. Without Redis it caches for itself; without PostgreSQL it serves what it remembers.',
        confirm: ['`curl -s localhost:8000/readyz`', `\`${names.dependencyUp}\``],
        act: [
          'The store itself is down: its own alert fires too; follow that runbook.',
          'Only the API does not reach it: address, password or network; compare with `npm run status`.',
        ],
      },
    },
    {
      name: 'ApiPoolExhausted',
      expr: `${names.pgPoolConnections}{state="waiting"} > 0`,
      for: '5m',
      severity: 'warning',
      summary: '{{ $value }} requests on {{ $labels.instance }} wait for a database connection.',
      silencedBy: [apiDown, { alert: 'PostgresDown' }],
      runbook: {
        meaning: 'All connections of the API are in use and requests queue for one.',
        confirm: [
          `\`${names.pgPoolConnections}\` by state`,
          'Long transactions: `pg_stat_activity_max_tx_duration`',
        ],
        act: [
          'A transaction hangs: see the runbook PostgresLongTransaction.',
          'There is simply much traffic: add a replica, `npx pulumi config set backend:replicas 2 && npm run up`.',
        ],
      },
    },
  ],
};
