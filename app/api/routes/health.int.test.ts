import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics as names } from '../../contract/metrics.ts';
import { recordDrill } from '../../db/drill-results.ts';
import { recordFeedSuccess } from '../../db/feed-checks.ts';
import { withJobRun } from '../../db/job-runs.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { apiKey, createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';

const otherKey = 'the-next-key-0123456789';
const lines: string[] = [];
const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  }),
);

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  api = await createTestApi(database.url, {
    log,
    env: {
      INTERNAL_API_KEY: `${apiKey}, ${otherKey}`,
      RELEASE: 'abc123',
      COSTS_USD: 'backend=7,redis=10.5',
      BUDGET_USD: '50',
      TLS_HOSTS: '127.0.0.1:1',
    },
  });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('health', () => {
  it('is alive, and ready with what it has', async () => {
    expect(await api.get('/healthz')).toEqual({ status: 'ok' });
    expect(await api.get('/readyz')).toEqual({
      status: 'ready',
      checks: { postgres: 'ok', redis: 'in-process' },
      release: 'abc123',
    });
  });
});

describe('what needs a key', () => {
  const routes = [
    ['GET', '/metrics'],
    ['POST', '/api/v1/prices/refresh'],
  ] as const;
  const keys: [what: string, headers: Record<string, string>, query: string, isOpen: boolean][] = [
    ['no key', {}, '', false],
    ['X-API-Key', { 'x-api-key': apiKey }, '', true],
    ['Authorization: Bearer', { authorization: `Bearer ${apiKey}` }, '', true],
    ['authorization: bearer in small letters', { authorization: `bearer ${apiKey}` }, '', true],
    ['api_key in the query', {}, `?api_key=${apiKey}`, true],
    ['the next key, while keys are rotated', { 'x-api-key': otherKey }, '', true],
    ['a wrong key', { 'x-api-key': 'wrong' }, '', false],
    ['an empty key', { 'x-api-key': '' }, '', false],
    ['both keys as one', { 'x-api-key': `${apiKey}, ${otherKey}` }, '', false],
    ['a key and more', {}, `?api_key=${apiKey}x`, false],
    ['Basic', { authorization: `Basic ${apiKey}` }, '', false],
    ['a wrong header although the query is right', { 'x-api-key': 'wrong' }, `?api_key=${apiKey}`, false],
    ['two keys in the query', {}, `?api_key=${apiKey}&api_key=${apiKey}`, false],
  ];
  const rows = routes.flatMap(([method, url]) => keys.map((key) => [method, url, ...key] as const));
  it.each(rows)('%s %s: %s', async (method, url, _what, headers, query, isOpen) => {
    const response = await api.app.inject({ method, url: `${url}${query}`, headers });
    expect(response.statusCode).toBe(isOpen ? 200 : 401);
    if (!isOpen) expect(response.headers['www-authenticate']).toBe('Bearer');
  });

  it('leaves no key in the log, and a line for who was refused', () => {
    const log = lines.join('');
    expect(log).toContain('/metrics?api_key=[redacted]');
    expect(log).toMatch(/"status":401/);
    expect(log).not.toContain(apiKey);
    expect(log).not.toContain(otherKey);
  });
});

describe('metrics', () => {
  it('hold every name of the contract', async () => {
    const { body } = await api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });
    expect(Object.values(names).filter((name) => !body.includes(`# TYPE ${name} `))).toEqual([]);
  });

  it('tell of requests, checks, jobs and dependencies', async () => {
    await recordFeedSuccess(database.pool, 'SE3', 'market');
    await recordFeedSuccess(database.pool, 'FI', 'market');
    await withJobRun(database.pool, 'price-sync', async () => ({ outcome: 'ok' }));
    const seen = { rtoSeconds: 2.5, rpoSeconds: 0, evidence: 'seen' };
    await recordDrill(database.pool, { drill: 'api-lost', passed: true, ...seen });
    await recordDrill(database.pool, { drill: 'stack-lost', passed: false, ...seen, rtoSeconds: null });
    await api.get('/api/v1/prices?zone=SE3');
    await api.app.inject({ url: '/api/v1/prices?zone=SE3', method: 'HEAD' });
    await api.get('/nothing', 404);
    const { body } = await api.app.inject({ url: '/metrics', headers: { 'x-api-key': apiKey } });
    const values = new Map(
      body
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
    const route = `method="GET",route="/api/v1/prices"`;
    expect(values.get(`${names.httpRequestsTotal}{${route},status="2xx"}`)).toBe(1);
    expect(values.get(`${names.httpRequestsTotal}{${route},status="5xx"}`)).toBe(0);
    expect(values.get(`${names.httpRequestsTotal}{${route.replace('GET', 'HEAD')},status="2xx"}`)).toBe(1);
    expect(values.get(`${names.httpRequestsTotal}{method="any",route="unmatched",status="4xx"}`)).toBe(1);
    expect(values.get(`${names.httpRequestDurationSeconds}_count{${route}}`)).toBe(1);
    const seconds = Date.now() / 1000;
    expect(values.get(`${names.priceDataLastUpdateTimestamp}{zone="SE3"}`)).toBeGreaterThan(seconds - 60);
    expect(body, 'a zone that nobody watches').not.toContain('zone="FI"');
    expect(values.get(`${names.jobLastDurationSeconds}{job="price-sync"}`)).toBeLessThan(60);
    expect(values.get(`${names.costEstimated}{component="redis"}`)).toBe(10.5);
    expect(values.get(names.costBudget)).toBe(50);
    const ofDrill = (name: string, drill: string) => values.get(`${name}{drill="${drill}"}`);
    expect(ofDrill(names.drillRtoSeconds, 'api-lost')).toBe(2.5);
    expect(ofDrill(names.drillRpoSeconds, 'api-lost')).toBe(0);
    expect(ofDrill(names.drillFailed, 'api-lost')).toBe(0);
    expect(ofDrill(names.drillLastSuccessTimestamp, 'api-lost')).toBeGreaterThan(seconds - 60);
    expect(ofDrill(names.drillFailed, 'stack-lost')).toBe(1);
    expect(ofDrill(names.drillRtoSeconds, 'stack-lost')).toBeUndefined();
    expect(ofDrill(names.drillLastSuccessTimestamp, 'stack-lost')).toBeUndefined();
    expect(values.get(`${names.jobLastSuccessTimestampSeconds}{job="price-sync"}`)).toBeGreaterThan(
      seconds - 60,
    );
    expect(values.get(`${names.jobRunsTotal}{job="price-sync",outcome="ok"}`)).toBe(1);
    expect(values.get(`${names.jobRunsTotal}{job="price-sync",outcome="failed"}`)).toBe(0);
    expect(values.get(`${names.feedFetchesTotal}{outcome="failed"}`)).toBeGreaterThanOrEqual(0);
    expect(values.get(`${names.cacheRequestsTotal}{outcome="miss"}`)).toBe(1);
    expect(values.get(`${names.dependencyUp}{dependency="postgres"}`)).toBe(1);
    expect(values.get(`${names.pgPoolConnections}{state="waiting"}`)).toBe(0);
    expect(values.get(`${names.buildInfo}{release="abc123"}`)).toBe(1);
  });
});
