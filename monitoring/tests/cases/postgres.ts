import { type Cases, fires, quiet } from '../scene.ts';

const target = { job: 'postgres', instance: 'p', service: 'postgres-exporter' };
const labels = (more: string = ''): string =>
  `{job="postgres",instance="p",service="postgres-exporter"${more}}`;
const connections = (first: number, second: number) => ({
  [`pg_stat_database_numbackends${labels(',datname="electricity"')}`]: `${first}x20`,
  [`pg_stat_database_numbackends${labels(',datname="postgres"')}`]: `${second}x20`,
  [`pg_settings_max_connections${labels(',server="s"')}`]: '100x20',
});
const transaction = (state: string, datname: string = 'electricity'): string =>
  `pg_stat_activity_max_tx_duration${labels(`,datname="${datname}",state="${state}"`)}`;
const deadlocks = `pg_stat_database_deadlocks${labels(',datname="electricity"')}`;
const collector = `pg_scrape_collector_success${labels(',collector="bgwriter"')}`;

export const postgresCases: Cases = {
  PostgresDown: {
    fires: [
      fires(
        'away for two minutes',
        { [`pg_up${labels()}`]: '0x10' },
        '2m',
        target,
        'PostgreSQL behind p does not answer (up = 0).',
      ),
    ],
    quiet: [
      quiet('it answers', { [`pg_up${labels()}`]: '1x10' }, '5m'),
      quiet('it is back', { [`pg_up${labels()}`]: '0x5 1x5' }, '7m'),
    ],
  },
  HighDatabaseConnections: {
    fires: [
      fires(
        '85 of 100, over two databases',
        connections(60, 25),
        '6m',
        { job: 'postgres', instance: 'p' },
        '85% of the connections of PostgreSQL are in use.',
      ),
    ],
    quiet: [
      quiet('80 of 100', connections(60, 20), '10m'),
      quiet('85, for four minutes', connections(60, 25), '4m'),
    ],
  },
  PostgresLongTransaction: {
    fires: [
      fires(
        'idle in transaction for 20 minutes',
        { [transaction('idle in transaction')]: '600+60x20', [transaction('active')]: '1x20' },
        '10m',
        { instance: 'p', datname: 'electricity' },
        'A transaction in electricity has been open for 20m 0s.',
      ),
    ],
    quiet: [
      quiet('short ones', { [transaction('active')]: '3x20' }, '10m'),
      quiet('one that ended', { [transaction('active')]: '0+60x7 0x20' }, '10m'),
    ],
  },
  PostgresDeadlocks: {
    fires: [
      fires(
        'one a minute',
        { [deadlocks]: '0+1x20' },
        '15m',
        { ...target, datname: 'electricity' },
        '10 deadlocks in electricity in ten minutes.',
      ),
    ],
    quiet: [
      quiet('one', { [deadlocks]: '0x5 1x20' }, '10m'),
      quiet('many, long ago', { [deadlocks]: '50x20' }, '15m'),
    ],
  },
  PostgresCollectorFailing: {
    fires: [
      fires(
        'one collector, for a quarter of an hour',
        { [collector]: '0x20' },
        '15m',
        { ...target, collector: 'bgwriter' },
        'The collector bgwriter of the PostgreSQL exporter fails (success = 0).',
      ),
    ],
    quiet: [quiet('none', { [collector]: '1x20' }, '15m')],
  },
};
