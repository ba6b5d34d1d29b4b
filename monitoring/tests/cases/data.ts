import { type Cases, fires, quiet } from '../scene.ts';

const target = { job: 'backend-api', instance: 'a', service: 'backend' };
const labels = 'job="backend-api",instance="a",service="backend"';
const checked = `price_data_last_update_timestamp{${labels},zone="DE-LU"}`;
const fetches = (outcome: string): string => `feed_fetches_total{${labels},outcome="${outcome}"}`;
const pool = (state: string): string => `pg_pool_connections{${labels},state="${state}"}`;

// promtool's clock starts at 0, so a timestamp below 0 is old from the start.
export const dataCases: Cases = {
  PriceDataStaleness: {
    fires: [
      fires(
        'the last check was 31 minutes ago',
        { [checked]: '-1740x10' },
        '2m',
        { zone: 'DE-LU' },
        'Prices of DE-LU were last checked 31m 0s ago.',
      ),
    ],
    quiet: [
      quiet('29 minutes ago', { [checked]: '-1620x10' }, '2m'),
      quiet('checked every minute', { [checked]: '0+60x100' }, '90m'),
      quiet(
        'one replica reads an old value',
        { [checked]: '0+60x100', [checked.replace('"a"', '"b"')]: '0x100' },
        '90m',
      ),
    ],
  },
  FeedFetchesFailing: {
    fires: [
      fires(
        'three of four fail',
        { [fetches('failed')]: '0+3x60', [fetches('unchanged')]: '0+1x60' },
        '50m',
        {},
        '75% of price feed checks fail.',
      ),
    ],
    quiet: [
      quiet('one of four fails', { [fetches('failed')]: '0+1x60', [fetches('unchanged')]: '0+3x60' }, '50m'),
      quiet('nothing is fetched', { [fetches('failed')]: '0x60', [fetches('unchanged')]: '0x60' }, '50m'),
    ],
  },
  ModelForecastAccuracyDegraded: {
    fires: [
      fires(
        '18 % for over an hour',
        { [`forecast_mape{${labels},zone="NO1"}`]: '18.04x90' },
        '70m',
        { zone: 'NO1' },
        'Forecasts for NO1 are off by 18.0 % of the retail price.',
      ),
    ],
    quiet: [
      quiet('12 %', { [`forecast_mape{${labels},zone="NO1"}`]: '12x90' }, '70m'),
      quiet('18 % for half an hour', { [`forecast_mape{${labels},zone="NO1"}`]: '12x30 18x90' }, '70m'),
    ],
  },
  DependencyDown: {
    fires: [
      fires(
        'Redis has been away for three minutes',
        { [`dependency_up{${labels},dependency="redis"}`]: '0x10' },
        '3m',
        { ...target, dependency: 'redis' },
        'The API on a does not reach redis (up = 0).',
      ),
    ],
    quiet: [
      quiet(
        'both are there',
        {
          [`dependency_up{${labels},dependency="redis"}`]: '1x10',
          [`dependency_up{${labels},dependency="postgres"}`]: '1x10',
        },
        '5m',
      ),
    ],
  },
  ApiPoolExhausted: {
    fires: [
      fires(
        'four wait for six minutes',
        { [pool('waiting')]: '4x20', [pool('busy')]: '10x20' },
        '6m',
        { ...target, state: 'waiting' },
        '4 requests on a wait for a database connection.',
      ),
    ],
    quiet: [
      quiet('all are busy and nobody waits', { [pool('waiting')]: '0x20', [pool('busy')]: '10x20' }, '10m'),
      quiet('somebody waited once', { [pool('waiting')]: '0x5 4 0x20' }, '10m'),
    ],
  },
};
