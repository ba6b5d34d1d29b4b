import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as http from '../../contract/http.ts';
import { recordFeedSuccess } from '../../db/feed-checks.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import { replay } from '../../feeds/replay.ts';
import { simulated } from '../../feeds/simulated.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../testing/api.ts';

const zone = zoneNamed('SE3');
const now = Date.parse('2026-01-15T11:07:00Z');

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await storeDays(database, zone, [
    dayWith(zone, '2025-10-26', (index) => index),
    dayWith(zone, '2026-03-29', (index) => -index),
    dayWith(zone, '2026-01-15', (index) => (index < 48 ? 40 : 90)),
    dayWith(zone, '2026-01-16', (index) => (index < 8 ? -3.5 : 60)),
  ]);
  await recordFeedSuccess(database.pool, zone.id, 'market');
  api = await createTestApi(database.url, { now: () => now, env: { DEFAULT_ZONE: 'SE3' } });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('GET /api/v1/zones', () => {
  it('lists every zone and says which one to show first', async () => {
    const { zones, defaultZone } = await api.get<http.ZonesResponse>('/api/v1/zones');
    expect(zones.length).toBeGreaterThan(50);
    expect(defaultZone).toBe('SE3');
    expect(zones.find(({ id }) => id === 'GB-C')).toMatchObject({
      currency: 'GBP',
      resolutionMinutes: 30,
      eic: null,
    });
  });
});

describe('GET /api/v1/prices', () => {
  const days: [what: string, query: string, slots: number, first: string, last: number][] = [
    ['the long day has 100 slots', 'from=2025-10-26', 100, '2025-10-25T22:00:00.000Z', 99],
    ['the short day has 92', 'from=2026-03-29', 92, '2026-03-28T23:00:00.000Z', -91],
    ['from is in the range, to is not', 'from=2026-01-15&to=2026-01-16', 96, '2026-01-14T23:00:00.000Z', 90],
    ['today and tomorrow without a range', '', 192, '2026-01-14T23:00:00.000Z', 60],
    ['a day without prices is empty', 'from=2024-05-05', 0, '', 0],
    [
      'a range of instants',
      'from=2026-01-15T22:45:00Z&to=2026-01-15T23:15:00Z',
      2,
      '2026-01-15T22:45:00.000Z',
      -3.5,
    ],
  ];
  it.each(days)('%s', async (_what, query, count, first, last) => {
    const { slots } = await api.get<http.PricesResponse>(`/api/v1/prices?zone=SE3&${query}`);
    expect(slots).toHaveLength(count);
    if (count === 0) return;
    expect([slots[0]?.start, slots.at(-1)?.price]).toEqual([first, last]);
    const gaps = slots.slice(1).filter((slot, index) => {
      const before = slots[index] as http.PriceSlot;
      return Date.parse(slot.start) !== Date.parse(before.start) + before.minutes * 60_000;
    });
    expect(gaps).toEqual([]);
  });

  it('says where the prices came from, and how fresh they are', async () => {
    const answer = await api.get<http.PricesResponse>('/api/v1/prices?zone=SE3');
    expect(answer.sources).toEqual([{ feed: 'market', label: 'market prices', simulated: false }]);
    expect(answer.freshness).toEqual({ checkedAt: expect.stringMatching(/Z$/), stale: false });
  });

  it('answers HEAD, and 304 to who has the answer', async () => {
    const url = '/api/v1/prices?zone=SE3';
    const { headers } = await api.app.inject({ url });
    const head = await api.app.inject({ url, method: 'HEAD' });
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', headers.etag]);
    const known = await api.app.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });

  it('answers hot requests from ready bytes', async () => {
    const { ready } = api.context;
    await api.get('/api/v1/prices?zone=SE3&from=2026-01-15');
    const before = { ...ready.counts };
    await api.get('/api/v1/prices?zone=SE3&from=2026-01-15');
    expect(ready.counts).toEqual({ hit: before.hit + 1, miss: before.miss });
  });

  it('labels simulated prices, and marks a zone without a recent check as stale', async () => {
    const finland = zoneNamed('FI');
    await storeDays(database, finland, [dayWith(finland, '2026-01-15', () => 1)], {
      feed: 'simulated',
      simulated: true,
    });
    const answer = await api.get<http.PricesResponse>('/api/v1/prices?zone=FI&from=2026-01-15');
    expect(answer.sources).toMatchObject([{ feed: 'simulated', simulated: true }]);
    expect(answer.freshness).toEqual({ checkedAt: null, stale: true });
  });
});

describe('GET /api/v1/prices/current', () => {
  it('has the price of now, the next one, the level and the day', async () => {
    expect(await api.get<http.CurrentPriceResponse>('/api/v1/prices/current?zone=SE3')).toMatchObject({
      zone: 'SE3',
      unit: 'EUR/MWh',
      current: { start: '2026-01-15T11:00:00.000Z', minutes: 15, price: 90 },
      next: { start: '2026-01-15T11:15:00.000Z', price: 90 },
      level: 'dear',
      day: { min: 40, max: 90, mean: 65 },
      source: { feed: 'market', simulated: false },
    });
  });
});

describe('GET /api/v1/prices/cheapest-window', () => {
  it('finds the cheapest hours from now on', async () => {
    const answer = await api.get<http.CheapestWindowResponse>(
      '/api/v1/prices/cheapest-window?zone=SE3&minutes=120',
    );
    expect(answer).toMatchObject({
      start: '2026-01-15T23:00:00.000Z',
      end: '2026-01-16T01:00:00.000Z',
      minutes: 120,
      meanPrice: -3.5,
      meanPriceIfStartedNow: 90,
      kind: 'published',
    });
  });

  it('stays inside a given range, over the long day too', async () => {
    const url = '/api/v1/prices/cheapest-window?zone=SE3&from=2025-10-26&to=2025-10-27&minutes=1500';
    const answer = await api.get<http.CheapestWindowResponse>(url);
    expect([answer.start, answer.end]).toEqual(['2025-10-25T22:00:00.000Z', '2025-10-26T23:00:00.000Z']);
    await api.get(`${url.replace('1500', '1515')}`, 404);
  });
});

describe('a zone that nobody asked for yet', () => {
  it('is fetched first, watched from then on, and its history follows', async () => {
    const fresh = await createTestApi(database.url, { now: () => now, feeds: [simulated] });
    const { slots } = await fresh.get<http.PricesResponse>('/api/v1/prices?zone=AT&from=2026-01-15');
    expect(slots).toHaveLength(96);
    const watched = `select history_loaded_at is not null as loaded from watched_zone where zone = 'AT'`;
    await expect.poll(async () => (await database.pool.query(watched)).rows).toEqual([{ loaded: true }]);
    const count = `select count(*)::int as days from price_day where zone = 'AT'`;
    expect((await database.pool.query(count)).rows[0].days).toBe(431);
    await fresh.close();
  });

  it('is answered without prices when its feed fails, and not asked for again at once', async () => {
    let asked = 0;
    const failing = {
      ...simulated,
      standIn: false,
      fetchDays: async () => Promise.reject(new Error(`no ${++asked}`)),
    };
    const fresh = await createTestApi(database.url, { now: () => now, feeds: [failing] });
    const url = '/api/v1/prices?zone=BE';
    const answer = await fresh.get<http.PricesResponse>(url);
    expect(answer).toMatchObject({ slots: [], freshness: { checkedAt: null, stale: true } });
    await fresh.get('/api/v1/prices/current?zone=BE', 404);
    fresh.context.ready.dropAll();
    await fresh.get(url);
    await fresh.close();
    // The check that the request waited for, and the history behind its back.
    expect(asked).toBe(2);
  });
});

const recorded = new URL('../../../../shared/data/se_spot', import.meta.url).pathname;
describe.skipIf(!existsSync(recorded))('with real prices of Sweden (needs ../shared/data)', () => {
  const rows: [what: string, day: string, slots: number][] = [
    ['the long day of 2025, in quarters since that October', '2025-10-26', 100],
    ['the short day of 2026', '2026-03-29', 92],
    ['a day of hours', '2025-06-15', 24],
  ];
  it.each(rows)('has %s', async (_what, day, count) => {
    const nowMs = Date.parse(`${day}T10:00:00Z`);
    const real = await createTestApi(database.url, { now: () => nowMs, feeds: [replay(recorded)] });
    await database.pool.query(`delete from price_day where zone = 'SE3' and day = $1`, [day]);
    await database.pool.query(`delete from watched_zone; `);
    await database.pool.query('delete from feed_check');
    const { slots, sources } = await real.get<http.PricesResponse>(`/api/v1/prices?zone=SE3&from=${day}`);
    expect([slots.length, sources.length]).toEqual([count, 1]);
    await real.close();
  });
});
