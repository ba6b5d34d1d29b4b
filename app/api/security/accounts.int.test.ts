import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../db/testing.ts';
import { createAccount, MailBox, password, post, type TestAccount } from '../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, type TestApi } from '../testing/api.ts';

/** Items of OWASP ASVS 5.0 and of the OWASP API Security Top 10 (2023), each named by its id. */

const url = (path: string): string => `/api/v1${path}`;
let database: TestDatabase;
let api: TestApi;
let anna: TestAccount;
let bert: TestAccount;
beforeAll(async () => {
  database = await createMigratedDatabase();
  api = await createTestApi(database.url, { mailer: new MailBox() });
  anna = await createAccount(api);
  bert = await createAccount(api);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe("another's data", () => {
  it('is out of reach by its id on every route that takes one (ASVS 8.2.2, API1)', async () => {
    const sessions = await bert.as({ url: url('/account/sessions') });
    const sessionId = sessions.json().sessions[0].id;
    const made = await bert.as({
      method: 'POST',
      url: url('/account/api-keys'),
      payload: { name: 'box', scopes: ['account:read'] },
    });
    for (const path of [`/account/sessions/${sessionId}`, `/account/api-keys/${made.json().id}`]) {
      expect((await anna.as({ method: 'DELETE', url: url(path) })).statusCode, path).toBe(404);
      // As if there were none.
      const unknown = path.replace(/[^/]+$/, randomUUID());
      expect((await anna.as({ method: 'DELETE', url: url(unknown) })).statusCode, path).toBe(404);
    }
    expect((await bert.as({ url: url('/account') })).statusCode).toBe(200);
    expect((await bert.as({ url: url('/account/api-keys') })).json().apiKeys).toHaveLength(1);
  });

  it('is in no list and no export (ASVS 8.4.1)', async () => {
    for (const path of ['/account', '/account/export', '/account/sessions', '/account/api-keys']) {
      const { body } = await anna.as({ url: url(path) });
      expect(body, path).not.toContain(bert.id);
      expect(body, path).not.toContain(bert.email);
    }
  });
});

describe('fields', () => {
  it('that nobody may set are refused (ASVS 8.2.3, API3)', async () => {
    for (const extra of [{ role: 'admin' }, { id: randomUUID() }, { disabled: false }, { epoch: 9 }]) {
      const body = { email: 'c@example.org', password, ...extra };
      expect((await post(api, url('/auth/register'), body)).statusCode, JSON.stringify(extra)).toBe(400);
    }
    const payload = { name: 'x', scopes: ['users:write'] };
    expect(
      (await anna.as({ method: 'POST', url: url('/account/api-keys'), payload })).statusCode,
      'a scope that no key may have',
    ).toBe(400);
  });

  it('that are secret are in no answer (ASVS 8.2.3)', async () => {
    const admin = await createAccount(api, 'admin');
    const paths = ['/account', '/account/export', '/account/sessions', '/account/api-keys', '/users'];
    for (const path of paths) {
      const { body } = await admin.as({ url: url(path) });
      expect(body, path).not.toMatch(/argon2|hash|epoch|"key":/i);
    }
  });
});

describe('guessing passwords', () => {
  it('is limited for an account and for an address (ASVS 6.3.1, API4)', async () => {
    const { email } = await createAccount(api);
    const guess = (to: string, remoteAddress: string) =>
      api.app.inject({
        method: 'POST',
        url: url('/auth/login'),
        payload: { email: to, password: 'wrong' },
        remoteAddress,
      });
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push((await guess(email, `198.51.100.${i}`)).statusCode);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    // The right one does not help now either, or it would tell that it is right.
    const right = await post(api, url('/auth/login'), { email, password });
    expect(right.statusCode).toBe(429);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);

    const spray = [];
    for (let i = 0; i < 61; i++) spray.push((await guess(`${i}@example.org`, '203.0.113.77')).statusCode);
    expect(spray).toEqual([...Array(60).fill(401), 429]);
  });

  it('learns nothing of who has an account (ASVS 6.3.8)', async () => {
    const login = (email: string) => post(api, url('/auth/login'), { email, password: 'wrong password' });
    const known = await login((await createAccount(api)).email);
    const unknown = await login('nobody-at-all@example.org');
    const withoutId = (body: string): string => body.replace(/"x-request-id":"[^"]*"/, '');
    expect([known.statusCode, withoutId(known.body)]).toEqual([unknown.statusCode, withoutId(unknown.body)]);
    expect(known.statusCode).toBe(401);
  });
});

describe('passwords', () => {
  const register = async (word: string): Promise<number> =>
    (await post(api, url('/auth/register'), { email: `${randomUUID()}@example.org`, password: word }))
      .statusCode;

  it('are long enough, not too common, and may be anything else (ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9)', async () => {
    expect(await register('7 chars')).toBe(400);
    for (const common of ['password', '12345678', 'Passw0rd', 'aaaaaaaaaaaa'])
      expect(await register(common), common).toBe(422);
    for (const good of [
      'eight ok',
      'Grüße an 电 ⚡ zuhause',
      'no-digit-or-capital',
      `${'long '.repeat(20)}x`,
    ])
      expect(await register(good), good).toBe(202);
  });

  it('count whole, however long (ASVS 6.2.8)', async () => {
    const long = `${'0123456789'.repeat(12)}`;
    const person = await createAccount(api);
    const payload = { password, newPassword: `${long}A` };
    const changed = await person.as({ method: 'POST', url: url('/account/password'), payload });
    expect(changed.statusCode).toBe(200);
    const login = async (word: string): Promise<number> =>
      (await post(api, url('/auth/login'), { email: person.email, password: word })).statusCode;
    expect(await login(`${long}B`)).toBe(401);
    expect(await login(`${long}a`)).toBe(401);
    expect(await login(`${long}A`)).toBe(200);
  });
});
