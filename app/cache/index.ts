import type { Cache } from './cache.ts';
import { memoryCache } from './memory.ts';
import { type RedisSettings, redisCache } from './redis.ts';

/** Redis when there is a URL, else a store inside this process. No wait: it connects in the background. */
export function createCache(redisUrl: string | undefined, settings: RedisSettings = {}): Cache {
  return redisUrl ? redisCache(redisUrl, settings) : memoryCache();
}

export type { Cache } from './cache.ts';
