import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { AlertGroup } from '../rules/types.ts';

const { longTransactionSeconds, deadlocksIn10Minutes } = config.postgres;
const down = [{ alert: 'PostgresDown' }];

export const postgresAlerts: AlertGroup = {
  name: 'postgres',
  alerts: [
    {
      name: 'PostgresDown',
      expr: 'pg_up == 0',
      for: '1m',
      severity: 'critical',
      summary: 'PostgreSQL behind {{ $labels.instance }} does not answer (up = {{ $value }}).',
      runbook: {
        meaning:
          'The exporter lives and PostgreSQL does not let it in. The API serves what it remembers; jobs fail.',
        confirm: ['`npm run status`', 'What the API says: `curl -s localhost:8000/readyz`'],
        act: [
          'It is not running: read the end of its log, then `npm run up`.',
          'It is full of connections: see the runbook HighDatabaseConnections.',
          'Its disk is full: see the runbook DiskAlmostFull.',
          'Its data is damaged: stop, copy the folder as it is, then restore the last backup.',
        ],
        afterwards:
          'Compare the last rows of `price_day` with the feeds: `npm run pipeline -- price-sync` fills gaps.',
      },
    },
    {
      name: 'HighDatabaseConnections',
      expr: `${derived.connectionsRatio} > ${config.databaseConnectionsRatio}`,
      for: '5m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the connections of PostgreSQL are in use.',
      silencedBy: down,
      runbook: {
        meaning: 'Near the limit new connections are refused: replicas cannot start and jobs fail.',
        confirm: [
          'Who: `sum by (datname, state) (pg_stat_activity_count)`',
          '`select application_name, state, count(*) from pg_stat_activity group by 1, 2 order by 3 desc`',
        ],
        act: [
          'Many idle ones of one program: restart it; its pool leaks.',
          'Idle in transaction: see the runbook PostgresLongTransaction.',
          'Many replicas: use the pooled address, or a smaller pool for each.',
        ],
      },
    },
    {
      name: 'PostgresLongTransaction',
      expr: `max by (instance, datname) (pg_stat_activity_max_tx_duration{datname!~"template.*"}) > ${longTransactionSeconds}`,
      for: '5m',
      severity: 'warning',
      summary: 'A transaction in {{ $labels.datname }} has been open for {{ $value | humanizeDuration }}.',
      silencedBy: down,
      runbook: {
        meaning:
          'It holds locks and keeps dead rows from being removed; the largest job of ours takes seconds.',
        confirm: [
          "`select pid, application_name, state, now() - xact_start, query from pg_stat_activity where xact_start < now() - interval '5 min'`",
        ],
        act: [
          'A backup or a person at work: wait.',
          'Otherwise end it: `select pg_terminate_backend(<pid>)`.',
          'It comes back: the program forgets to commit; its name stands in `application_name`.',
        ],
      },
    },
    {
      name: 'PostgresDeadlocks',
      expr: `increase(pg_stat_database_deadlocks{datname!=""}[10m]) > ${deadlocksIn10Minutes}`,
      severity: 'warning',
      summary: '{{ $value | printf "%.0f" }} deadlocks in {{ $labels.datname }} in ten minutes.',
      silencedBy: down,
      runbook: {
        meaning: 'Transactions lock the same rows in different orders; PostgreSQL ends one of each pair.',
        confirm: [
          '`increase(pg_stat_database_deadlocks[10m])`',
          'Both statements stand in the log of PostgreSQL, after "deadlock detected"',
        ],
        act: [
          'Stop one of the two for now, if one is a job.',
          'Sort the rows by their key before writing them, in both.',
        ],
      },
    },
    {
      name: 'PostgresCollectorFailing',
      expr: 'pg_scrape_collector_success == 0',
      for: '10m',
      severity: 'warning',
      summary:
        'The collector {{ $labels.collector }} of the PostgreSQL exporter fails (success = {{ $value }}).',
      silencedBy: down,
      runbook: {
        meaning:
          'Some metrics of PostgreSQL are missing while all looks well: rules that read them cannot fire.',
        confirm: ['`pg_scrape_collector_success == 0`', 'The log of postgres-exporter'],
        act: [
          'After an upgrade to PostgreSQL 17: exporter 0.15.0 does not know it; take 0.17 or `--no-collector.stat_bgwriter`.',
          'Permission denied: give its role `pg_monitor`.',
        ],
      },
    },
  ],
};
