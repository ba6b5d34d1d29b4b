import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../../cache/testing/tcp-proxy.ts';
import { ApiEnv, parseEnv } from '../../contract/env.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount, MailBox, password, post, type TestAccount } from '../testing/accounts.ts';
import {
  apiKey,
  createMigratedDatabase,
  createTestApi,
  faultOfProblem,
  signingKey,
  type TestApi,
} from '../testing/api.ts';
import { type Operation, operationsOf } from '../testing/operations.ts';

/** Items of OWASP ASVS 5.0 and of the OWASP API Security Top 10 (2023), each named by its id. */

const url = (path: string): string => `/api/v1${path}`;
const lines: string[] = [];
let database: TestDatabase;
let proxy: TcpProxy;
let api: TestApi;
let operations: Operation[];
beforeAll(async () => {
  database = await createMigratedDatabase();
  proxy = await startTcpProxy(Number(new URL(database.url).port));
  const through = new URL(database.url);
  through.port = String(proxy.port);
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  api = await createTestApi(through.href, { docs: true, log, mailer: new MailBox() });
  operations = await operationsOf(api);
});
afterAll(async () => {
  await api.close();
  await proxy.close();
  await database.drop();
});

describe('every route', () => {
  it('has an answer of a kind that it declares, and names no software (ASVS 4.1.1, 13.4.6)', async () => {
    for (const { method, path } of operations) {
      const answer = await api.app.inject({ method: method as 'GET', url: path.replace(/\{\w+\}/g, 'x') });
      const name = `${method} ${path}`;
      if (answer.body) expect(answer.headers['content-type'], name).toMatch(/; charset=utf-8/);
      expect(answer.headers.server ?? answer.headers['x-powered-by'], name).toBeUndefined();
      expect(answer.headers['x-content-type-options'], name).toBe('nosniff');
    }
  });

  it('refuses a body of another kind, too long or too deep (ASVS 4.1.1, API4)', async () => {
    const bodies: [string, string, number[]][] = [
      ['text/xml', '<a/>', [415]],
      ['application/x-www-form-urlencoded', 'role=admin', [415]],
      ['application/json', `"${'a'.repeat(70_000)}"`, [413]],
      ['application/json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, [400]],
      ['application/json', '{"__proto__":{"role":"admin"},"email":"a@b.c","password":"x"}', [400]],
    ];
    const takesBody = operations.filter(
      ({ method, access }) => method === 'POST' && (access === 'public' || access === 'internal'),
    );
    expect(takesBody.length).toBeGreaterThan(6);
    for (const { path } of takesBody)
      for (const [type, payload, expected] of bodies) {
        const headers = { 'content-type': type, 'x-api-key': apiKey };
        const { statusCode } = await api.app.inject({ method: 'POST', url: path, payload, headers });
        expect(expected, `${type} to ${path} answered ${statusCode}`).toContain(statusCode);
      }
  });

  it('has no TRACE (ASVS 13.4.4)', async () => {
    for (const { path } of operations)
      expect(
        (await api.app.inject({ method: 'TRACE' as 'GET', url: path })).statusCode,
        path,
      ).toBeGreaterThan(399);
  });
});

describe('while the database is away', () => {
  it('nobody is let in who cannot be checked, and no error tells its inside (ASVS 16.5.1 to 16.5.3)', async () => {
    const admin: TestAccount = await createAccount(api, 'admin');
    proxy.set('cut');
    try {
      for (const { method, path, access } of operations) {
        if (access === 'public' || access === 'internal') continue;
        const answer = await admin.as({
          method: method as 'GET',
          url: path.replace(/\{\w+\}/g, admin.id),
          ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
        });
        // A reading route may still know a session it saw just now; then its own query fails.
        expect(answer.statusCode, `${method} ${path}`).toBe(503);
        expect(faultOfProblem(answer.headers['content-type'], 503, answer.body), path).toBeNull();
        expect(answer.body, path).not.toMatch(/ECONN|select|node_modules|\.ts\b|127\.0\.0\.1/);
      }
      const login = await post(api, url('/auth/login'), { email: admin.email, password });
      expect(login.statusCode).toBe(503);
    } finally {
      proxy.set('open');
    }
    await expect
      .poll(async () => (await admin.as({ url: url('/account') })).statusCode, { timeout: 15_000 })
      .toBe(200);
  });
});

describe('the log', () => {
  it('tells of logins that worked and that failed, without what is secret (ASVS 16.2.5, 16.3.1)', async () => {
    lines.length = 0;
    const person = await createAccount(api);
    await post(api, url('/auth/login'), { email: person.email, password: 'a wrong password' });
    const made = await person.as({
      method: 'POST',
      url: url('/account/api-keys'),
      payload: { name: 'box', scopes: ['account:read'] },
    });
    await post(api, url('/auth/register'), { email: 'new@example.org', password: 'some secret phrase' });
    await api.app.inject({ url: `/metrics?api_key=${apiKey}` });
    await person.as({ method: 'POST', url: url('/auth/logout'), payload: {} });
    const text = lines.join('');
    for (const event of ['login', 'login-failed', 'logout']) expect(text).toContain(`"event":"${event}"`);
    expect(text).toContain(person.id);
    const secrets = [person.accessToken, person.refreshToken, made.json().key, apiKey, signingKey];
    const words = [password, 'a wrong password', 'some secret phrase', person.email, 'new@example.org'];
    for (const secret of [...secrets, ...words]) expect(text).not.toContain(secret);
  });

  it('has one line for what would be two (ASVS 16.4.1)', async () => {
    lines.length = 0;
    await api.app.inject({
      url: url('/nothing%0d%0a{"level":50}'),
      headers: { 'user-agent': 'a\tb', 'x-api-key': 'x' },
    });
    await api.app.inject({ url: '/metrics', headers: { 'x-api-key': 'wrong' } });
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(() => JSON.parse(line)).not.toThrow();
      expect(line.trimEnd()).not.toMatch(/[\r\n]/);
    }
  });
});

describe('secrets at the start', () => {
  it('have no default and no weak value (ASVS 13.2.3)', () => {
    const good = {
      DATABASE_URL: 'postgres://a/b',
      INTERNAL_API_KEY: 'x'.repeat(16),
      JWT_SIGNING_KEY: signingKey,
    };
    expect(() => parseEnv(ApiEnv, good)).not.toThrow();
    for (const wrong of ['', 'secret', 'changeme', 'a'.repeat(42), `${signingKey},short`])
      expect(() => parseEnv(ApiEnv, { ...good, JWT_SIGNING_KEY: wrong }), wrong).toThrow(/JWT_SIGNING_KEY/);
    for (const wrong of ['', 'secret'])
      expect(() => parseEnv(ApiEnv, { ...good, INTERNAL_API_KEY: wrong })).toThrow(/INTERNAL_API_KEY/);
  });
});
