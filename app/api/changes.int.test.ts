import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, needsRedis, type RedisServer, startRedis } from '../cache/testing/redis-server.ts';
import { startTcpProxy, type TcpProxy } from '../cache/testing/tcp-proxy.ts';
import type { TestDatabase } from '../db/testing.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { batchOf, fakeFeed } from '../feeds/testing.ts';
import { followChanges } from './changes.ts';
import { apiKey, createMigratedDatabase, createTestApi, type TestApi } from './testing/api.ts';

const zone = zoneNamed('SE3');
const day = '2026-01-15';
// The clock stands still, so that no answer ends by age.
const now = (): number => Date.parse(`${day}T11:07:00Z`);
let price = 1;
const feed = fakeFeed('market', async () => [
  batchOf(
    'market',
    dayWith(zone, day, () => price),
  ),
]);

const first = (api: TestApi): Promise<number> =>
  api
    .get<{ slots: { price: number }[] }>(`/api/v1/prices?zone=SE3&from=${day}`)
    .then(({ slots }) => slots[0]?.price ?? Number.NaN);

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

/** Prices that another process brings. */
async function refreshIn(writer: TestApi): Promise<void> {
  price += 1;
  await writer.get('/api/v1/prices/refresh', 200, { method: 'POST', headers: { 'x-api-key': apiKey } });
}

describe('prices that another process brought', () => {
  let reader: TestApi;
  let writer: TestApi;
  let stop: () => void;
  const start = async (env: Record<string, string>): Promise<void> => {
    [reader, writer] = await Promise.all([
      createTestApi(database.url, { now, feeds: [feed], env }),
      createTestApi(database.url, { now, feeds: [feed] }),
    ]);
    stop = followChanges(reader.context, 50);
  };
  afterEach(async () => {
    stop();
    await Promise.all([reader.close(), writer.close()]);
  });

  it('are found by looking at the database where there is no Redis', async () => {
    await start({});
    expect(await first(reader)).toBe(price);
    for (const _turn of [1, 2]) {
      await refreshIn(writer);
      await expect.poll(() => first(reader), { timeout: 5_000 }).toBe(price);
    }
  });

  it('are not looked for in vain: answers stay ready while nothing changes', async () => {
    let looks = 0;
    await start({});
    reader.context.pool.on('acquire', () => {
      looks += 1;
    });
    // The first look knows nothing to compare with, and drops everything.
    await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(1);
    await first(reader);
    const { miss } = reader.context.ready.counts;
    const before = looks;
    await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(before + 3);
    await first(reader);
    expect(reader.context.ready.counts.miss).toBe(miss);
  });
});

describe.skipIf(!hasRedis())(`with Redis ${needsRedis}`, () => {
  let redis: RedisServer;
  let proxy: TcpProxy;
  let reader: TestApi;
  let writer: TestApi;
  let stop: () => void;
  beforeAll(async () => {
    redis = await startRedis();
    proxy = await startTcpProxy(redis.port);
  });
  beforeEach(async () => {
    [reader, writer] = (await Promise.all(
      [proxy.port, redis.port].map((port) =>
        createTestApi(database.url, { now, feeds: [feed], env: { REDIS_URL: `redis://127.0.0.1:${port}` } }),
      ),
    )) as [TestApi, TestApi];
    stop = () => {};
    await expect.poll(() => writer.context.shared.ping(), { timeout: 5_000 }).toBe(true);
  });
  afterEach(async () => {
    stop();
    proxy.set('open');
    await Promise.all([reader.close(), writer.close()]);
  });
  afterAll(async () => {
    await proxy.close();
    await redis.close();
  });

  it('such prices are heard of at once', async () => {
    // So seldom that only the message can bring it.
    stop = followChanges(reader.context, 3_600_000);
    await expect.poll(() => reader.context.shared.isSubscribed(), { timeout: 5_000 }).toBe(true);
    expect(await first(reader)).toBe(price);
    await refreshIn(writer);
    await expect.poll(() => first(reader), { timeout: 5_000 }).toBe(price);
  });

  it('they are found in the database while Redis is away, and heard of again after', async () => {
    stop = followChanges(reader.context, 50);
    await expect.poll(() => reader.context.shared.isSubscribed(), { timeout: 5_000 }).toBe(true);
    await first(reader);
    proxy.set('cut');
    await refreshIn(writer);
    await expect.poll(() => first(reader), { timeout: 5_000 }).toBe(price);
    await refreshIn(writer);
    await expect.poll(() => first(reader), { timeout: 5_000 }).toBe(price);
    proxy.set('open');
    await expect.poll(() => reader.context.shared.isSubscribed(), { timeout: 10_000 }).toBe(true);
    await refreshIn(writer);
    await expect.poll(() => first(reader), { timeout: 5_000 }).toBe(price);
  });
});
