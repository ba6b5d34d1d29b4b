import { type Cases, fires, quiet } from '../scene.ts';

const target = { job: 'redis', instance: 'r', service: 'redis-exporter' };
const labels = '{job="redis",instance="r",service="redis-exporter"}';
const hitsAndMisses = (hits: string, misses: string) => ({
  [`redis_keyspace_hits_total${labels}`]: hits,
  [`redis_keyspace_misses_total${labels}`]: misses,
});
const memory = (used: string, limit: string) => ({
  [`redis_memory_used_bytes${labels}`]: used,
  [`redis_memory_max_bytes${labels}`]: limit,
});

export const redisCases: Cases = {
  RedisDown: {
    fires: [
      fires(
        'away for three minutes',
        { [`redis_up${labels}`]: '0x10' },
        '3m',
        target,
        'Redis behind r does not answer (up = 0).',
      ),
    ],
    quiet: [
      quiet('it answers', { [`redis_up${labels}`]: '1x10' }, '5m'),
      quiet('it was away for a minute', { [`redis_up${labels}`]: '1 0 1x10' }, '4m'),
    ],
  },
  RedisMemoryHigh: {
    fires: [
      fires('95 of 100 MB', memory('95e6x20', '100e6x20'), '12m', target, 'Redis uses 95% of its memory.'),
    ],
    quiet: [
      quiet('50 of 100 MB', memory('50e6x20', '100e6x20'), '12m'),
      quiet('it has no limit, which is written as 0', memory('95e6x20', '0x20'), '12m'),
    ],
  },
  RedisEvicting: {
    fires: [
      fires(
        'five a second',
        { [`redis_evicted_keys_total${labels}`]: '0+300x40' },
        '30m',
        target,
        'Redis evicts 5.0 keys a second.',
      ),
    ],
    quiet: [
      quiet('one in two seconds', { [`redis_evicted_keys_total${labels}`]: '0+30x40' }, '30m'),
      quiet('a burst', { [`redis_evicted_keys_total${labels}`]: '0x10 9000x40' }, '12m'),
    ],
  },
  RedisHitRateLow: {
    fires: [
      fires(
        'half of it',
        hitsAndMisses('0+60x60', '0+60x60'),
        '45m',
        target,
        'Only 50% of look-ups in Redis hit.',
      ),
    ],
    quiet: [
      quiet('nine of ten', hitsAndMisses('0+540x60', '0+60x60'), '45m'),
      quiet('nobody asks', hitsAndMisses('5x60', '5x60'), '45m'),
      quiet('hardly anybody asks', hitsAndMisses('0+1x60', '0+1x60'), '45m'),
    ],
  },
  RedisSaveFailing: {
    fires: [
      fires(
        'for 20 minutes',
        { [`redis_rdb_last_bgsave_status${labels}`]: '0x30' },
        '20m',
        target,
        'Redis cannot save to disk (status = 0).',
      ),
    ],
    quiet: [quiet('it can', { [`redis_rdb_last_bgsave_status${labels}`]: '1x30' }, '20m')],
  },
};
