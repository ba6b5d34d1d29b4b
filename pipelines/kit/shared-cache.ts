import { setTimeout as sleep } from 'node:timers/promises';
import { type Cache, createCache } from '@eo/app/cache/index.ts';

const pauseMs = 50;
const attempts = 60;

/**
 * The cache of the stack, connected when it is first asked for: what is published before that gets lost. Without an
 * answer for three seconds the pipeline goes on all the same, and the API finds changes out by itself, only later.
 *
 * @param redisUrl without one a store in this process, which nobody else hears
 */
export function sharedCache(redisUrl: string | undefined): {
  open: () => Promise<Cache>;
  close: () => Promise<void>;
} {
  let opened: Promise<Cache> | undefined;
  return {
    open: () => {
      opened ??= connect(redisUrl);
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}

async function connect(redisUrl: string | undefined): Promise<Cache> {
  const cache = createCache(redisUrl);
  for (let attempt = 0; attempt < attempts && !(await cache.ping()); attempt++) await sleep(pauseMs);
  return cache;
}
