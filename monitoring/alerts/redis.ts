import { config } from '../config.ts';
import { derived } from '../rules/derived.ts';
import type { AlertGroup } from '../rules/types.ts';

const { memoryRatio, evictionsPerSecond, hitRatio, hitRatioMinimumPerSecond } = config.redis;
const down = [{ alert: 'RedisDown' }];

export const redisAlerts: AlertGroup = {
  name: 'redis',
  alerts: [
    {
      name: 'RedisDown',
      expr: 'redis_up == 0',
      for: '2m',
      severity: 'warning',
      summary: 'Redis behind {{ $labels.instance }} does not answer (up = {{ $value }}).',
      runbook: {
        meaning:
          'The exporter lives and Redis does not answer it. The API goes on without: slower, and each replica for itself.',
        confirm: [
          '`redis-cli -p 6380 ping` (6379 on docker)',
          'What the API says: `curl -s localhost:8000/readyz`',
        ],
        act: [
          'Start it: `npm run up`.',
          'It refuses the password: exporter and Redis disagree; `npm run up` writes both.',
          'It refuses `INFO` to the exporter: allow it `INFO`, `CONFIG GET`, `LATENCY` and `SLOWLOG`.',
          'It was killed for its memory: see the runbook RedisMemoryHigh.',
        ],
        afterwards: 'The API fills the cache again by itself.',
      },
    },
    {
      name: 'RedisMemoryHigh',
      expr: `redis_memory_used_bytes / (redis_memory_max_bytes > 0) > ${memoryRatio}`,
      for: '10m',
      severity: 'warning',
      summary: 'Redis uses {{ $value | humanizePercentage }} of its memory.',
      silencedBy: down,
      runbook: {
        meaning: 'Redis is about to evict, or evicts already, what the cache would need.',
        confirm: [
          '`redis_memory_used_bytes` against `redis_memory_max_bytes`',
          'What is large: `redis-cli --bigkeys`',
        ],
        act: [
          'Keys without an end of life: find who writes them.',
          'The load simply grew: raise the limit of redis in `infra/catalog/services.ts`.',
        ],
      },
    },
    {
      name: 'RedisEvicting',
      expr: `rate(redis_evicted_keys_total[5m]) > ${evictionsPerSecond}`,
      for: '15m',
      severity: 'warning',
      summary: 'Redis evicts {{ $value | printf "%.1f" }} keys a second.',
      silencedBy: down,
      runbook: {
        meaning:
          'The cache is too small for what is asked of it. A few evictions are normal; more than one a second for a quarter of an hour are not.',
        confirm: ['`rate(redis_evicted_keys_total[5m])`', `Does it hurt: \`${derived.redisHitRatio}\``],
        act: ['As in the runbook RedisMemoryHigh.'],
      },
    },
    {
      name: 'RedisHitRateLow',
      expr:
        `${derived.redisHitRatio} < ${hitRatio} and rate(redis_keyspace_hits_total[5m])` +
        ` + rate(redis_keyspace_misses_total[5m]) > ${hitRatioMinimumPerSecond}`,
      for: '30m',
      severity: 'warning',
      summary: 'Only {{ $value | humanizePercentage }} of look-ups in Redis hit.',
      silencedBy: down,
      runbook: {
        meaning: 'The target is 80 %. Below it the database does the work of the cache.',
        confirm: [`\`${derived.redisHitRatio}\``, 'Evictions: `rate(redis_evicted_keys_total[5m])`'],
        act: [
          'After a restart of Redis: wait, it fills.',
          'Keys are evicted: see the runbook RedisEvicting.',
          'Neither: the keys changed with a release, or live too short; compare releases.',
        ],
      },
    },
    {
      name: 'RedisSaveFailing',
      expr: 'redis_rdb_last_bgsave_status == 0',
      for: '15m',
      severity: 'warning',
      summary: 'Redis cannot save to disk (status = {{ $value }}).',
      silencedBy: down,
      runbook: {
        meaning: 'The last snapshot failed. Redis may lose more than the 24 hours it is allowed to.',
        confirm: ['`redis-cli info persistence`', 'Space: `df -h` where Redis keeps its file'],
        act: [
          'The disk is full: see the runbook DiskAlmostFull.',
          'The folder cannot be written: mend its owner.',
          'Then `redis-cli bgsave`, and look again.',
        ],
      },
    },
  ],
};
