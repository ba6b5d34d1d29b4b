import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, type RedisServer, startRedis } from '../cache/testing/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '../cache/testing/tcp-proxy.ts';
import type { TestDatabase } from '../db/testing.ts';
import { simulated } from '../feeds/simulated.ts';
import { apiKey, createMigratedDatabase, createTestApi, type TestApi } from './testing/api.ts';
import { TestClock } from './testing/clock.ts';

describe.skipIf(!hasRedis())(`the API without Redis ${needsRedis}`, () => {
  let database: TestDatabase;
  let redis: RedisServer;
  let proxy: TcpProxy;
  let clock: TestClock;
  let api: TestApi;
  beforeAll(async () => {
    [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
    proxy = await startTcpProxy(redis.port);
  });
  beforeEach(async () => {
    clock = new TestClock();
    const env = { REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    api = await createTestApi(database.url, { now: clock.now, feeds: [simulated], env });
  });
  afterEach(async () => {
    proxy.set('open');
    await api.close();
  });
  afterAll(async () => {
    await proxy.close();
    await redis.close();
    await database.drop();
  });

  const readiness = async (): Promise<string> => (await api.get<{ status: string }>('/readyz')).status;
  const urls = ['/prices?', '/prices/current?', '/prices/cheapest-window?', '/forecasts?hours=120&'].map(
    (path) => `/api/v1${path}zone=SE3`,
  );

  it.each(['cut', 'black-hole'] as const)('answers everything while it is away (%s)', async (mode) => {
    await expect.poll(readiness, { timeout: 5_000 }).toBe('ready');
    proxy.set(mode);
    await expect.poll(readiness, { timeout: 5_000 }).toBe('degraded');
    for (const url of urls) expect(await api.get(url), url).toMatchObject({ freshness: { stale: false } });
    const { body, statusCode } = await api.app.inject({
      method: 'POST',
      url: '/api/v1/prices/refresh',
      headers: { 'x-api-key': apiKey },
    });
    expect([statusCode, JSON.parse(body).results[0].outcome]).toEqual([200, 'unchanged']);
    const scraped = await api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });
    expect(scraped.body).toContain('dependency_up{dependency="redis"} 0');
    proxy.set('open');
    await expect.poll(readiness, { timeout: 5_000 }).toBe('ready');
  });

  it('starts when it was never there', async () => {
    proxy.set('cut');
    const env = { REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    const lonely = await createTestApi(database.url, { feeds: [simulated], env });
    expect(await lonely.get('/readyz')).toMatchObject({ status: 'degraded', checks: { redis: 'down' } });
    expect(await lonely.get(urls[0] ?? '')).toMatchObject({ zone: 'SE3' });
    await lonely.close();
  });

  it('passes estimates on to other processes while it is there', async () => {
    await expect.poll(readiness, { timeout: 5_000 }).toBe('ready');
    const env = { REDIS_URL: redis.url };
    const other = await createTestApi(database.url, { now: clock.now, feeds: [simulated], env });
    await expect.poll(() => other.context.shared.ping(), { timeout: 5_000 }).toBe(true);
    const first = await api.get<{ model: string }>('/api/v1/forecasts?zone=SE3&hours=100');
    const second = await other.get<{ model: string }>('/api/v1/forecasts?zone=SE3&hours=100');
    expect(second.model).toBe(first.model);
    const { values } = await other.context.metrics.forecastSeconds.get();
    expect(values.find(({ metricName }) => metricName?.endsWith('_count'))?.value ?? 0).toBe(0);
    await other.close();
  });
});
