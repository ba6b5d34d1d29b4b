import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../cache/testing/tcp-proxy.ts';
import { metrics as names } from '../contract/metrics.ts';
import { asSuperuser, type TestDatabase } from '../db/testing.ts';
import { zones } from '../domain/zones.ts';
import { simulated } from '../feeds/simulated.ts';
import {
  apiKey,
  createMigratedDatabase,
  createTestApi,
  faultOfProblem,
  type TestApi,
} from './testing/api.ts';
import { TestClock } from './testing/clock.ts';

interface ZoneAnswer {
  slots: unknown[];
  freshness: { stale: boolean };
}

/** Longer than any answer is served without a look at the database. */
const ttlSeconds = 61;

let database: TestDatabase;
let proxy: TcpProxy;
let clock: TestClock;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  proxy = await startTcpProxy(Number(new URL(database.url).port));
});
beforeEach(async () => {
  clock = new TestClock();
  const url = new URL(database.url);
  url.port = String(proxy.port);
  api = await createTestApi(url.href, { now: clock.now, feeds: [simulated] });
});
afterEach(async () => {
  proxy.set('open');
  await api.close();
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

const about = (zone: string) =>
  ['/prices?', '/prices/current?', '/prices/cheapest-window?minutes=60&', '/forecasts?'].map(
    (path) => `/api/v1${path}zone=${zone}`,
  );

async function expectUnavailable(url: string, options = {}): Promise<void> {
  const response = await api.app.inject({ url, ...options });
  expect([response.statusCode, response.headers['retry-after']], response.body).toEqual([503, '5']);
  expect(faultOfProblem(response.headers['content-type'], 503, response.body)).toBeNull();
}

describe.each(['cut', 'black-hole'] as const)('while PostgreSQL is away (%s)', (mode) => {
  it('answers what it knows marked stale, all else with 503, and recovers by itself', async () => {
    for (const url of about('SE3')) {
      expect(await api.get<ZoneAnswer>(url), url).toMatchObject({ freshness: { stale: false } });
    }
    proxy.set(mode);
    clock.forward(ttlSeconds);
    for (const url of about('SE3')) {
      expect(await api.get<ZoneAnswer>(url), url).toMatchObject({ freshness: { stale: true } });
    }
    await Promise.all(about('AT').map((url) => expectUnavailable(url)));
    await expectUnavailable('/api/v1/prices?zone=SE3&from=2024-01-01');
    await expectUnavailable('/api/v1/prices/refresh', { method: 'POST', headers: { 'x-api-key': apiKey } });
    expect(await api.get('/readyz', 503)).toMatchObject({
      status: 'unavailable',
      checks: { postgres: 'down' },
    });
    expect(await api.get('/healthz')).toEqual({ status: 'ok' });
    expect(await api.get<{ zones: unknown[] }>('/api/v1/zones')).toMatchObject({ zones });
    const scraped = await api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });
    expect(scraped.body).toContain(`${names.dependencyUp}{dependency="postgres"} 0`);

    proxy.set('open');
    clock.forward(3);
    expect(await api.get('/readyz')).toMatchObject({ status: 'ready' });
    for (const url of [...about('SE3'), ...about('AT')]) {
      expect(await api.get<ZoneAnswer>(url), url).toMatchObject({ freshness: { stale: false } });
    }
  });
});

describe('when PostgreSQL', () => {
  it('ends every connection, as in a restart, requests go on', async () => {
    await api.get('/api/v1/prices?zone=SE3');
    await asSuperuser((client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'api'`),
    );
    await expect.poll(() => api.context.pool.idleCount).toBe(0);
    clock.forward(ttlSeconds);
    expect(await api.get('/api/v1/prices?zone=SE3')).toMatchObject({ freshness: { stale: false } });
  });

  it('was never there, the process starts, answers 503 and picks up when it comes', async () => {
    await api.close();
    proxy.set('cut');
    const url = new URL(database.url);
    url.port = String(proxy.port);
    api = await createTestApi(url.href, { now: clock.now, feeds: [simulated] });
    await expectUnavailable('/api/v1/prices?zone=SE3');
    proxy.set('open');
    clock.forward(3);
    expect(await api.get<ZoneAnswer>('/api/v1/prices?zone=SE3')).toMatchObject({
      freshness: { stale: false },
    });
  });

  it('has a lock on a table, the statement is given up and answered with 503', async () => {
    await api.get('/api/v1/prices?zone=FI');
    await api.context.history.close();
    await asSuperuser(async () => {
      const client = await database.pool.connect();
      await client.query('begin; lock table price_day');
      await expectUnavailable('/api/v1/prices?zone=FI&from=2024-01-01');
      await client.query('rollback');
      client.release();
    });
    expect((await api.get<ZoneAnswer>('/api/v1/prices?zone=FI&from=2024-01-01')).slots).toEqual([]);
  });

  it('refuses to write, prices are still read', async () => {
    await api.get('/api/v1/prices?zone=SE3');
    const name = new URL(database.url).pathname.slice(1);
    await asSuperuser((client) =>
      client.query(`alter database ${name} set default_transaction_read_only = on`),
    );
    const readOnly = await createTestApi(database.url, { now: clock.now, feeds: [simulated] });
    expect(await readOnly.get<ZoneAnswer>('/api/v1/prices?zone=SE3')).toMatchObject({
      freshness: { stale: false },
    });
    await readOnly.close();
    await asSuperuser((client) => client.query(`alter database ${name} reset default_transaction_read_only`));
  });

  it('was away over midnight, the new day is served from what was known of it', async () => {
    const noon = new Date(clock.now());
    noon.setUTCHours(13, 0, 0, 0);
    clock.forward((noon.getTime() - clock.now()) / 1000);
    const current = '/api/v1/prices/current?zone=SE3';
    // Whatever the hour of this test, tomorrow is published now.
    await api.get('/api/v1/prices/refresh', 200, {
      method: 'POST',
      headers: { 'x-api-key': apiKey },
      payload: { zones: ['SE3'] },
    });
    await api.get(current);
    proxy.set('cut');
    clock.forward(13 * 3600);
    const answer = await api.get<{ current: { start: string } }>(current);
    expect(Date.parse(answer.current.start)).toBeGreaterThan(clock.now() - 900_001);
  });
});
