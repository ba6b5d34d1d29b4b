import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Cache, Subscriber } from './cache.ts';
import { limiterOf } from './limiter.ts';

export interface RedisSettings {
  /** Hears of failures; the same one may come many times a second. */
  onError?: (error: Error) => void;
  /** Longest wait for an answer, in milliseconds. */
  commandTimeoutMs?: number;
  /** How often the subscription is checked for being alive, in milliseconds. */
  checkIntervalMs?: number;
}

/**
 * A cache in Redis. While Redis is away nothing queues up: commands fail at once, and a connection that stopped
 * answering is thrown away after the first command it left unanswered, so only that one waits.
 */
export function redisCache(url: string, settings: RedisSettings = {}): Cache {
  const { onError = () => {}, commandTimeoutMs = 300, checkIntervalMs = 5_000 } = settings;
  const commands = connect(url, commandTimeoutMs, onError);
  const subscriptions = connect(url, commandTimeoutMs, onError);
  const subscribers = new Map<string, Subscriber[]>();
  let isSubscribed = false;

  /** The answer, or null when Redis did not give one. */
  const attempt = async <T>(client: Redis, command: () => Promise<T>): Promise<T | null> => {
    if (client.status !== 'ready') return null;
    try {
      return await command();
    } catch (error) {
      onError(asError(error));
      if (isTimeout(error) && client.status === 'ready') client.disconnect(true);
      return null;
    }
  };

  const resubscribe = async (): Promise<void> => {
    const channels = [...subscribers.keys()];
    if (channels.length === 0) return;
    isSubscribed = (await attempt(subscriptions, () => subscriptions.subscribe(...channels))) !== null;
    // Whatever was published while nobody listened is lost.
    for (const listener of [...subscribers.values()].flat()) listener.onGap();
  };
  subscriptions.on('ready', resubscribe);
  subscriptions.on('close', () => {
    isSubscribed = false;
  });
  subscriptions.on('message', (channel: string, message: string) => {
    for (const listener of subscribers.get(channel) ?? []) listener.onMessage(message);
  });
  // A subscription sends nothing of its own, so it would not notice that the other end is gone.
  const check = setInterval(async () => {
    await attempt(subscriptions, () => subscriptions.ping());
    if (!isSubscribed && subscriptions.status === 'ready') await resubscribe();
  }, checkIntervalMs);
  check.unref();

  return {
    kind: 'redis',
    get: (key) => attempt(commands, () => commands.get(key)),
    async set(key, value, ttlSeconds) {
      await attempt(commands, () => commands.set(key, value, 'EX', Math.max(1, Math.ceil(ttlSeconds))));
    },
    async add(key, value, ttlSeconds) {
      const seconds = Math.max(1, Math.ceil(ttlSeconds));
      await attempt(commands, () => commands.set(key, value, 'EX', seconds, 'NX'));
    },
    async delete(key) {
      await attempt(commands, () => commands.del(key));
    },
    limiter(name, points, seconds) {
      const limits = { keyPrefix: `eo:limit:${name}`, points, duration: seconds };
      const insuranceLimiter = new RateLimiterMemory(limits);
      const counter = new RateLimiterRedis({
        ...limits,
        storeClient: commands,
        rejectIfRedisNotReady: true,
        insuranceLimiter,
      });
      return limiterOf(counter, points, seconds);
    },
    async publish(channel, message) {
      await attempt(commands, () => commands.publish(channel, message));
    },
    subscribe(channel, subscriber) {
      subscribers.set(channel, [...(subscribers.get(channel) ?? []), subscriber]);
      if (subscriptions.status === 'ready') void resubscribe();
    },
    isSubscribed: () => isSubscribed,
    ping: async () => (await attempt(commands, () => commands.ping())) !== null,
    async close() {
      clearInterval(check);
      commands.disconnect();
      subscriptions.disconnect();
    },
  };
}

function connect(url: string, commandTimeout: number, onError: (error: Error) => void): Redis {
  const client = new Redis(url, {
    commandTimeout,
    connectTimeout: 1_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    autoResubscribe: false,
    retryStrategy: (attempts) => Math.min(100 * attempts, 1_000),
  });
  // Without a listener ioredis writes to stderr for every attempt.
  client.on('error', onError);
  return client;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
