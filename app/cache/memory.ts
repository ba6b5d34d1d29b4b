import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Cache, Subscriber } from './cache.ts';
import { limiterOf } from './limiter.ts';

/** Longest stored values in total, in characters; the ones written longest ago go first. */
const defaultMaxCharacters = 16 * 1024 * 1024;

interface Entry {
  value: string;
  expiresAtMs: number;
}

/** A cache inside this process, for stacks without Redis. Other processes see nothing of it. */
export function memoryCache({
  now = Date.now,
  maxCharacters = defaultMaxCharacters,
}: {
  now?: () => number;
  maxCharacters?: number;
} = {}): Cache {
  const entries = new Map<string, Entry>();
  const subscribers = new Map<string, Subscriber[]>();
  let characters = 0;
  const drop = (key: string): void => {
    characters -= entries.get(key)?.value.length ?? 0;
    entries.delete(key);
  };
  const get = (key: string): string | null => {
    const entry = entries.get(key);
    if (!entry) return null;
    if (entry.expiresAtMs > now()) return entry.value;
    drop(key);
    return null;
  };
  const set = (key: string, value: string, ttlSeconds: number): void => {
    drop(key);
    entries.set(key, { value, expiresAtMs: now() + ttlSeconds * 1000 });
    characters += value.length;
    for (const oldest of entries.keys()) {
      if (characters <= maxCharacters) break;
      drop(oldest);
    }
  };
  return {
    kind: 'in-process',
    get: async (key) => get(key),
    set: async (key, value, ttlSeconds) => set(key, value, ttlSeconds),
    async add(key, value, ttlSeconds) {
      if (get(key) === null) set(key, value, ttlSeconds);
    },
    delete: async (key) => drop(key),
    limiter: (name, points, seconds) =>
      limiterOf(new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }), points, seconds),
    async publish(channel, message) {
      for (const subscriber of subscribers.get(channel) ?? []) subscriber.onMessage(message);
    },
    subscribe(channel, subscriber) {
      subscribers.set(channel, [...(subscribers.get(channel) ?? []), subscriber]);
    },
    isSubscribed: () => false,
    ping: async () => true,
    close: async () => entries.clear(),
  };
}
