import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount } from '../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';
import { registerOverload } from './overload.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

const ask = (
  { app }: TestApi,
  remoteAddress: string,
  forwarded?: string,
): Promise<{ statusCode: number; headers: Record<string, unknown> }> =>
  app.inject({
    method: 'POST',
    url: '/api/v1/tariffs/prices',
    payload: {},
    remoteAddress,
    headers: forwarded ? { 'x-forwarded-for': forwarded } : {},
  });

describe('the limit of requests', () => {
  it('is told with each answer, and holds for an address', async () => {
    const api = await createTestApi(database.url, { env: { RATE_LIMIT_PER_MINUTE: '2' } });
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await ask(api, '192.0.2.1'));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 429]);
    expect(answers.map(({ headers }) => headers['ratelimit-remaining']).slice(0, 2)).toEqual(['1', '0']);
    expect(answers[0]?.headers['ratelimit-limit']).toBe('2, 2;w=60');
    expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(api, '192.0.2.2')).statusCode).toBe(400);
    await api.close();
  });

  it('holds for an account, whatever address and key it comes with', async () => {
    const api = await createTestApi(database.url, { env: { RATE_LIMIT_PER_MINUTE: '2' } });
    const account = await createAccount(api);
    const statuses = [];
    for (const remoteAddress of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      statuses.push((await account.as({ url: '/api/v1/account', remoteAddress })).statusCode);
    expect(statuses).toEqual([200, 200, 429]);
    await api.close();
  });

  it('does not hold for ready answers, which cost less than counting them', async () => {
    const api = await createTestApi(database.url, { env: { RATE_LIMIT_PER_MINUTE: '1' } });
    for (let i = 0; i < 3; i++) await api.get('/api/v1/zones');
    await api.close();
  });

  it('cannot be dodged by claiming other addresses (ASVS 4.1.3)', async () => {
    const api = await createTestApi(database.url, { env: { RATE_LIMIT_PER_MINUTE: '1' } });
    // A stranger's claim does not count at all, one through a trusted proxy only in its last place.
    expect((await ask(api, '192.0.2.9', '198.51.100.1')).statusCode).toBe(400);
    expect((await ask(api, '192.0.2.9', '198.51.100.2')).statusCode).toBe(429);
    expect((await ask(api, '127.0.0.1', '198.51.100.3, 203.0.113.5')).statusCode).toBe(400);
    expect((await ask(api, '127.0.0.1', '198.51.100.4, 203.0.113.5')).statusCode).toBe(429);
    await api.close();
  });

  it('counts proxies where their addresses are not known', async () => {
    const api = await createTestApi(database.url, {
      env: { RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES: '2' },
    });
    const path = (client: string): string => `198.51.100.7, ${client}, 10.0.0.1`;
    expect((await ask(api, '10.0.0.2', path('203.0.113.1'))).statusCode).toBe(400);
    expect((await ask(api, '10.0.0.3', path('203.0.113.2'))).statusCode).toBe(400);
    expect((await ask(api, '10.0.0.4', path('203.0.113.2'))).statusCode).toBe(429);
    await api.close();
  });
});

describe('too many requests at once', () => {
  it('are refused until some are done, also those whose callers went away', async () => {
    const app = Fastify();
    let finish = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let entered = 0;
    registerOverload(app, 2);
    app.get('/slow', async () => {
      entered += 1;
      await waiting;
      return 'done';
    });
    app.get('/', () => 'here');
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const leaving = new AbortController();
    const left = fetch(`${url}/slow`, { signal: leaving.signal }).catch(() => null);
    const slow = fetch(`${url}/slow`);
    await expect.poll(() => entered, { timeout: 10_000 }).toBe(2);
    const refused = await fetch(url);
    expect(refused.status).toBe(500);
    leaving.abort();
    await left;
    await expect.poll(async () => (await fetch(url)).status, { timeout: 10_000 }).toBe(200);
    finish();
    expect(await (await slow).text()).toBe('done');
    for (let i = 0; i < 10; i++) expect((await app.inject('/')).statusCode).toBe(200);
    await app.close();
  });

  it('are answered 503 with the time to come back', async () => {
    const api = await createTestApi(database.url, { env: { MAX_REQUESTS_AT_ONCE: '1' } });
    const answers = await Promise.all([1, 2, 3].map(() => api.app.inject('/api/v1/zones')));
    const refused = answers.filter(({ statusCode }) => statusCode === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(refused[0]?.json()).toMatchObject({ code: 'overloaded' });
    await api.get('/api/v1/zones');
    await api.close();
  });
});
