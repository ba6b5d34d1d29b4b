import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as http from '../../contract/http.ts';
import { recordFeedSuccess } from '../../db/feed-checks.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
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

describe('GET /api/v1/prices/csv', () => {
  it('has a line a price, compressed and with an etag as the rest', async () => {
    const url = '/api/v1/prices/csv?zone=SE3&from=2025-10-26';
    const { body, headers } = await api.app.inject({ url });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.split('\r\n');
    expect(lines).toHaveLength(1 + 100 + 1);
    expect(lines.slice(0, 2)).toEqual(['start,minutes,price,unit', '2025-10-25T22:00:00.000Z,15,0,EUR/MWh']);
    expect(lines.at(-2)).toBe('2025-10-26T22:45:00.000Z,15,99,EUR/MWh');
    const known = await api.app.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect(known.statusCode).toBe(304);
    const packed = await api.app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
  });

  it('has its first line alone where there is no price', async () => {
    const { body } = await api.app.inject({ url: '/api/v1/prices/csv?zone=SE3&from=2024-05-05' });
    expect(body).toBe('start,minutes,price,unit\r\n');
  });
});

describe('GET /api/v1/prices/statistics', () => {
  const ask = (query: string, status = 200) =>
    api.get<http.StatisticsResponse>(`/api/v1/prices/statistics?zone=SE3&${query}`, status);

  it('tells what a range comes to, by the clock of the households', async () => {
    const answer = await ask('from=2026-01-15&to=2026-01-17');
    expect(answer).toMatchObject({
      unit: 'EUR/MWh',
      minutes: 2 * 1440,
      mean: Math.round(((40 + 90) * 720 + -3.5 * 120 + 60 * 1320) / 28.8) / 100,
      median: 60,
      lowest: { price: -3.5, start: '2026-01-15T23:00:00.000Z' },
      highest: { price: 90 },
      negativeMinutes: 120,
      simulated: false,
    });
    expect(answer.byHour).toHaveLength(24);
    expect([answer.byHour[0], answer.byHour[23]]).toEqual([18.25, 75]);
  });

  it('has both hours of the long day that the clock shows twice', async () => {
    const { minutes, byHour } = await ask('from=2025-10-26');
    expect([minutes, byHour[2]]).toEqual([1500, 11.5]);
  });

  it('looks back thirty days without a range, and says when there is nothing', async () => {
    await ask('', 404);
    await ask('from=2024-05-05', 404);
  });
});

describe('GET /api/v1/prices/calendar', () => {
  it('has the cheapest window of each whole day, and moves it when prices were corrected', async () => {
    const { body, headers } = await api.app.inject({ url: '/api/v1/prices/calendar?zone=SE3&minutes=90' });
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    const events = body.split('BEGIN:VEVENT').slice(1);
    expect(events.map((event) => /DTSTART:(\w+)/.exec(event)?.[1])).toEqual([
      '20260114T230000Z',
      '20260115T230000Z',
    ]);
    expect(events[1]).toContain('DTEND:20260116T003000Z');
    expect(events[1]).toContain('SUMMARY:Cheapest power: -0.3 ct/kWh');
    expect(events.map((event) => /UID:(.+)\r/.exec(event)?.[1])).toEqual([
      'SE3-2026-01-15-90@electricity-optimizer',
      'SE3-2026-01-16-90@electricity-optimizer',
    ]);
  });
});
