import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from './cache.ts';
import { redisCache } from './redis.ts';
import { hasRedis, needsRedis, type RedisServer, startRedis } from './testing/redis-server.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';

describe.skipIf(!hasRedis())(`redisCache ${needsRedis}`, () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let cache: Cache;
  let other: Cache;
  beforeAll(async () => {
    server = await startRedis();
    proxy = await startTcpProxy(server.port);
  });
  beforeEach(async () => {
    cache = redisCache(`redis://127.0.0.1:${proxy.port}`, { commandTimeoutMs: 500, checkIntervalMs: 50 });
    other = redisCache(server.url);
    await expect.poll(() => cache.ping()).toBe(true);
    await expect.poll(() => other.ping()).toBe(true);
  });
  afterEach(async () => {
    await Promise.all([cache.close(), other.close()]);
    proxy.set('open');
  });
  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  /** Hears `prices` with the cache; `gap` stands for a gap. */
  const listen = async (): Promise<string[]> => {
    const heard: string[] = [];
    cache.subscribe('prices', { onMessage: (text) => heard.push(text), onGap: () => heard.push('gap') });
    await expect.poll(() => cache.isSubscribed()).toBe(true);
    return heard;
  };

  it('shares values between processes until they are too old', async () => {
    await cache.set('key', 'value', 0.2);
    expect(await other.get('key')).toBe('value');
    expect(await other.get('nothing')).toBeNull();
    await expect.poll(() => other.get('key'), { timeout: 5_000 }).toBeNull();
  });

  it('passes messages of other processes on, and of no other channel', async () => {
    const heard = await listen();
    await other.publish('something else', 'no');
    await other.publish('prices', 'SE3');
    await expect.poll(() => heard).toEqual(['gap', 'SE3']);
  });

  const faults = ['cut', 'black-hole'] as const;
  it.each(faults)('answers as if empty while Redis is away (%s), and works again by itself', async (mode) => {
    const heard = await listen();
    await cache.set('key', 'value', 60);
    proxy.set(mode);
    expect(await cache.get('key')).toBeNull();
    await cache.set('key', 'lost', 60);
    await cache.publish('prices', 'lost');
    expect(await cache.ping()).toBe(false);
    await expect.poll(() => cache.isSubscribed(), { timeout: 5_000 }).toBe(false);
    heard.length = 0;
    proxy.set('open');
    await expect.poll(() => cache.get('key'), { timeout: 5_000 }).toBe('value');
    await expect.poll(() => heard, { timeout: 5_000 }).toContain('gap');
    // On a busy machine the connection may drop once more: such a gap is heard too, and a later message gets through.
    const publishAndHear = async (): Promise<string | undefined> => {
      await other.publish('prices', 'SE3');
      return heard.at(-1);
    };
    await expect.poll(publishAndHear, { timeout: 5_000 }).toBe('SE3');
  });

  it('survives that Redis is killed and comes back empty', async () => {
    await cache.set('key', 'value', 60);
    await server.kill();
    expect(await cache.get('key')).toBeNull();
    await server.restart();
    await expect.poll(() => cache.ping(), { timeout: 5_000 }).toBe(true);
    expect(await cache.get('key')).toBeNull();
  });

  it('closes while Redis is away', async () => {
    proxy.set('black-hole');
    await cache.close();
  });

  it('can be made when nothing listens there', async () => {
    const errors: Error[] = [];
    const lonely = redisCache('redis://127.0.0.1:1', { onError: (error) => errors.push(error) });
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(await lonely.get('key')).toBeNull();
    expect(await lonely.ping()).toBe(false);
    await lonely.close();
  });
});
