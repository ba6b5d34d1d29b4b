import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanResponse, StoredHousehold } from '../../../contract/plan.ts';
import type { Problem } from '../../../contract/problem.ts';
import { insertApiKey } from '../../../db/api-keys.ts';
import { recordFeedSuccess } from '../../../db/feed-checks.ts';
import type { TestDatabase } from '../../../db/testing.ts';
import { dayWith, zoneNamed } from '../../../domain/testing.ts';
import { hashSecret } from '../../auth/secrets.ts';
import { createAccount, logIn, type TestAccount } from '../../testing/accounts.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../../testing/api.ts';

const zone = zoneNamed('DE-LU');
/** Cheapest in the afternoon of the second day. */
const price = (index: number): number => (index === 60 ? 5 : 80);

let database: TestDatabase;
let api: TestApi;
const noonMs = Date.parse('2026-01-15T11:07:00Z');
let nowMs = noonMs;
beforeAll(async () => {
  database = await createMigratedDatabase();
  const days = ['2026-01-15', '2026-01-16'].map((day) => dayWith(zone, day, price));
  await storeDays(database, zone, days);
  await recordFeedSuccess(database.pool, zone.id, 'market');
  api = await createTestApi(database.url, { now: () => nowMs });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const url = '/api/v1/account/household';
const washer = { id: 'washer', powerKw: 2, minutes: 15 };
const household = { zone: 'DE-LU', hours: 24, devices: { appliances: [washer] } };
const put = (account: TestAccount, payload: object) => account.as({ method: 'PUT', url, payload });

describe('the household of an account', () => {
  it('is stored with every default spelt out, replaced, and forgotten', async () => {
    const account = await createAccount(api);
    expect((await account.as({ url })).json<Problem>().detail).toContain('PUT /api/v1/account/household');
    const stored = (await put(account, household)).json<StoredHousehold>();
    expect(stored.request).toMatchObject({
      zone: 'DE-LU',
      hours: 24,
      devices: { appliances: [washer], cars: [] },
    });
    expect((await account.as({ url })).json()).toEqual(stored);
    await put(account, { ...household, hours: 12 });
    expect((await account.as({ url })).json<StoredHousehold>().request.hours).toBe(12);
    expect((await account.as({ method: 'DELETE', url })).statusCode).toBe(204);
    expect((await account.as({ method: 'DELETE', url })).statusCode).toBe(404);
    expect((await account.as({ url: `${url}/plan` })).statusCode).toBe(404);
  });

  it('is planned anew from each moment on, as JSON and as a calendar', async () => {
    nowMs = noonMs;
    const account = await createAccount(api);
    await put(account, household);
    const first = (await account.as({ url: `${url}/plan` })).json<PlanResponse>();
    expect(first.devices[0]?.runs[0]?.start).toBe('2026-01-15T14:00:00.000Z');
    nowMs = noonMs + 4 * 3_600_000;
    const evening = await logIn(api, account.email);
    const later = (await evening.as({ url: `${url}/plan` })).json<PlanResponse>();
    expect(later.devices[0]?.runs[0]?.start).toBe('2026-01-16T14:00:00.000Z');
    const calendar = await evening.as({ url: `${url}/plan`, headers: { accept: 'text/calendar' } });
    expect(calendar.headers['content-type']).toContain('text/calendar');
    expect(calendar.body).toContain('DTSTART:20260116T140000Z');
  });

  it('is planned for a machine with a key, which cannot change it', async () => {
    const account = await createAccount(api);
    await put(account, household);
    const key = `eo_${randomUUID()}`;
    const of = { id: randomUUID(), accountId: account.id, name: 'box', hash: hashSecret(key) };
    await insertApiKey(api.context.pool, { ...of, scopes: ['account:read'] });
    const headers = { 'x-api-key': key };
    expect((await api.app.inject({ url: `${url}/plan`, headers })).statusCode).toBe(200);
    expect((await api.app.inject({ method: 'PUT', url, headers, payload: household })).statusCode).toBe(403);
  });

  it('is seen by nobody else, is in the export, and goes with the account', async () => {
    const [account, other] = await Promise.all([createAccount(api), createAccount(api)]);
    await put(account, household);
    expect((await other.as({ url })).statusCode).toBe(404);
    expect((await account.as({ url: '/api/v1/account/export' })).json().household.request.zone).toBe('DE-LU');
    expect((await other.as({ url: '/api/v1/account/export' })).json().household).toBeNull();
    await database.pool.query('delete from account where id = $1', [account.id]);
    const left = await database.pool.query('select from household where account_id = $1', [account.id]);
    expect(left.rowCount).toBe(0);
  });

  const wrong: [what: string, payload: object, path: string][] = [
    ['no device', { ...household, devices: {} }, 'body.devices'],
    ['an unknown zone', { ...household, zone: 'XX' }, 'body.zone'],
    [
      'a dryer after a washer that is not there',
      { ...household, devices: { appliances: [{ ...washer, after: 'machine' }] } },
      'body.devices.appliances.0.after',
    ],
    ['a tariff that there is not', { ...household, tariff: { template: 'none' } }, 'body.tariff.template'],
  ];
  it.each(wrong)('is refused with %s, and the one before is kept', async (_what, payload, path) => {
    const account = await createAccount(api);
    await put(account, household);
    const refused = await put(account, payload);
    expect(refused.statusCode).toBeGreaterThanOrEqual(400);
    expect(refused.json<Problem>().errors.map((error) => error.path)).toContain(path);
    expect((await account.as({ url })).json<StoredHousehold>().request.hours).toBe(24);
  });

  it('is stored before its zone has prices', async () => {
    const account = await createAccount(api);
    expect((await put(account, { ...household, zone: 'SE3' })).statusCode).toBe(200);
    expect((await account.as({ url: `${url}/plan` })).json<Problem>().code).toBe('no-prices');
  });
});
