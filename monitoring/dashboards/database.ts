import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { Dashboard } from './types.ts';

/** The product's own databases; templates hold nothing. */
const ours = '{datname!~"template.*"}';
const rate = (metric: string): string => `rate(${metric}${ours}[$__rate_interval])`;

export const database: Dashboard = {
  uid: 'eo-database',
  title: 'Database',
  description: 'PostgreSQL and Redis: connections, work, sizes.',
  rows: [
    {
      title: 'PostgreSQL',
      panels: [
        {
          kind: 'curve',
          title: 'Connections in use',
          description: 'Share of the most that PostgreSQL takes. Runbook: HighDatabaseConnections.',
          unit: 'percentunit',
          limits: { warning: 0.6, critical: config.databaseConnectionsRatio },
          queries: [{ expr: derived.connectionsRatio, legend: '{{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Connections by state',
          description: 'Idle in transaction holds locks.',
          unit: 'short',
          queries: [{ expr: `sum by (state) (pg_stat_activity_count${ours})`, legend: '{{state}}' }],
        },
        {
          kind: 'curve',
          title: 'Transactions',
          description: 'Committed and rolled back, a second.',
          unit: 'ops',
          queries: [
            { expr: `sum(${rate('pg_stat_database_xact_commit')})`, legend: 'committed' },
            { expr: `sum(${rate('pg_stat_database_xact_rollback')})`, legend: 'rolled back' },
          ],
        },
        {
          kind: 'curve',
          title: 'Longest transaction',
          description: 'Runbook: PostgresLongTransaction.',
          unit: 's',
          limits: { warning: 60, critical: config.postgres.longTransactionSeconds },
          queries: [
            { expr: `max by (datname) (pg_stat_activity_max_tx_duration${ours})`, legend: '{{datname}}' },
          ],
        },
        {
          kind: 'curve',
          title: 'Blocks found in memory',
          description: 'Share of the blocks read that needed no disk; near 1 is right.',
          unit: 'percentunit',
          queries: [
            {
              expr:
                `sum(${rate('pg_stat_database_blks_hit')}) / (sum(${rate('pg_stat_database_blks_hit')})` +
                ` + sum(${rate('pg_stat_database_blks_read')}))`,
              legend: 'in memory',
            },
          ],
        },
        {
          kind: 'curve',
          title: 'Size',
          description: 'Neon’s free plan ends at 0.5 GB.',
          unit: 'bytes',
          queries: [{ expr: `pg_database_size_bytes${ours}`, legend: '{{datname}}' }],
        },
        {
          kind: 'curve',
          title: 'Deadlocks',
          description: 'In the last ten minutes. Runbook: PostgresDeadlocks.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (datname) (increase(pg_stat_database_deadlocks${ours}[10m]))`,
              legend: '{{datname}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Redis',
      panels: [
        {
          kind: 'curve',
          title: 'Hit rate',
          description: 'Target: above 80 %. No value while nothing is read. Runbook: RedisHitRateLow.',
          unit: 'percentunit',
          limits: { warning: 0.9, critical: config.redis.hitRatio },
          queries: [{ expr: derived.redisHitRatio, legend: '{{instance}}' }],
        },
        {
          kind: 'curve',
          title: 'Memory',
          description: 'Used, and the most it may use. Runbook: RedisMemoryHigh.',
          unit: 'bytes',
          queries: [
            { expr: 'redis_memory_used_bytes', legend: 'used' },
            { expr: 'redis_memory_max_bytes', legend: 'limit' },
          ],
        },
        {
          kind: 'curve',
          title: 'Commands',
          description: 'A second.',
          unit: 'ops',
          queries: [
            { expr: 'rate(redis_commands_processed_total[$__rate_interval])', legend: '{{instance}}' },
          ],
        },
        {
          kind: 'curve',
          title: 'Evicted keys',
          description: 'A second; thrown out for lack of memory. Runbook: RedisEvicting.',
          unit: 'ops',
          queries: [{ expr: 'rate(redis_evicted_keys_total[$__rate_interval])', legend: '{{instance}}' }],
        },
      ],
    },
  ],
};
