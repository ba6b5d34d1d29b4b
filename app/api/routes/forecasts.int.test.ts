import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccuracyHistoryResponse, AccuracyResponse, ForecastResponse } from '../../contract/http.ts';
import { recordFeedSuccess } from '../../db/feed-checks.ts';
import { recordAccuracy } from '../../db/forecast-learning.ts';
import { writeLesson } from '../../db/forecast-lessons.ts';
import type { TestDatabase } from '../../db/testing.ts';
import { hourTableOf } from '../../domain/forecast/hour-table.ts';
import { lear } from '../../domain/forecast/lear.ts';
import { addDays, daysBetween } from '../../domain/market-day.ts';
import { dayWith, zoneNamed } from '../../domain/testing.ts';
import { createMigratedDatabase, createTestApi, storeDays, type TestApi } from '../testing/api.ts';

const zone = zoneNamed('SE3');
const nowMs = Date.parse('2026-01-15T11:07:00Z');
const price = (index: number): number => 50 + 30 * Math.sin((index / 96) * 2 * Math.PI);

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createMigratedDatabase();
  const days = daysBetween('2025-11-01', '2026-01-17');
  await storeDays(
    database,
    zone,
    days.map((day) => dayWith(zone, day, (index) => price(index) + Number(day.slice(8)))),
  );
  await recordFeedSuccess(database.pool, zone.id, 'market');
  api = await createTestApi(database.url, { now: () => nowMs });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const forecast = (query: string) => api.get<ForecastResponse>(`/api/v1/forecasts?${query}`);

describe('GET /api/v1/forecasts', () => {
  it('joins published prices and forecast ones without a gap', async () => {
    const { slots, simulated, model, generatedAt } = await forecast('zone=SE3&hours=72');
    expect(slots).toHaveLength(72 * 4 + 1);
    expect(slots[0]?.start).toBe('2026-01-15T11:00:00.000Z');
    expect(slots.map(({ start }) => Date.parse(start))).toEqual(
      slots.map((_slot, index) => Date.parse('2026-01-15T11:00:00.000Z') + index * 900_000),
    );
    const published = slots.filter(({ kind }) => kind === 'published');
    expect(published.at(-1)?.start).toBe('2026-01-16T22:45:00.000Z');
    expect(slots.slice(published.length).every(({ kind }) => kind === 'forecast')).toBe(true);
    expect(simulated).toBe(false);
    expect(model).not.toBe('published');
    expect(generatedAt).toBe(new Date(nowMs).toISOString());
  });

  it('gives every forecast slot a band around its price, and no published slot one', async () => {
    const { slots } = await forecast('zone=SE3&hours=168');
    const wrong = slots.filter(({ kind, price: value, p10, p90 }) =>
      kind === 'published'
        ? p10 !== null || p90 !== null
        : p10 === null || p90 === null || p10 > value || p90 < value,
    );
    expect(wrong).toEqual([]);
  });

  it('needs no model while everything asked for is published', async () => {
    expect(await forecast('zone=SE3&hours=24')).toMatchObject({ model: 'published', fallback: null });
  });

  it('estimates once for every horizon, and again when prices have changed', async () => {
    const timed = async () => {
      const { values } = await api.context.metrics.forecastSeconds.get();
      return values.find(({ metricName }) => metricName?.endsWith('_count'))?.value;
    };
    await forecast('zone=SE3&hours=60');
    const before = await timed();
    await forecast('zone=SE3&hours=61');
    await recordFeedSuccess(database.pool, zone.id, 'market');
    await forecast('zone=SE3&hours=62');
    expect(await timed()).toBe(before);
    await storeDays(database, zone, [dayWith(zone, '2025-11-01', () => 7)]);
    await recordFeedSuccess(database.pool, zone.id, 'market');
    await forecast('zone=SE3&hours=63');
    expect(await timed()).toBe(Number(before) + 1);
  });

  it('fills the gap of a day that is only partly published', async () => {
    const finland = zoneNamed('FI');
    const history = daysBetween('2025-12-01', '2026-01-15').map((day) => dayWith(finland, day, price));
    const partial = dayWith(finland, '2026-01-15', (index) => (index < 60 ? 1 : null));
    await storeDays(database, finland, [...history, partial]);
    const { slots } = await forecast('zone=FI&hours=6');
    expect(slots).toHaveLength(25);
    expect(new Set(slots.map(({ kind }) => kind))).toEqual(new Set(['published', 'forecast']));
  });

  it('does not learn from simulated days once there are enough real ones', async () => {
    const austria = zoneNamed('AT');
    const days = daysBetween('2025-12-01', '2026-01-15');
    const made = { feed: 'simulated', simulated: true };
    await storeDays(
      database,
      austria,
      days.map((day) => dayWith(austria, addDays(day, -60), price)),
      made,
    );
    await storeDays(
      database,
      austria,
      [...days, '2026-01-15'].map((day) => dayWith(austria, day, price)),
    );
    expect(await forecast('zone=AT&hours=48')).toMatchObject({ simulated: false });
  });

  it('goes on from what the nights learned, with the next check of the feed', async () => {
    const latvia = zoneNamed('LV');
    const days = daysBetween('2025-06-15', '2026-01-17').map((day) =>
      dayWith(latvia, day, (index) => price(index) + 5 * Math.sin(Number(day.slice(8)))),
    );
    await storeDays(database, latvia, days);
    const asked = async (hours: number) => {
      await recordFeedSuccess(database.pool, latvia.id, 'market');
      return (await forecast(`zone=LV&hours=${hours}`)).model;
    };
    expect(await asked(72)).not.toContain('lear');
    const table = hourTableOf(latvia, days, 15) ?? expect.fail();
    const learned = lear([84]).learn(table, table.rows, null);
    await writeLesson(database.pool, latvia.id, {
      member: 'lear',
      beforeDay: '2026-01-17',
      inputs: 0,
      learned,
    });
    expect(await asked(73)).toContain('lear');
    const { accuracy } = await api.get<AccuracyResponse>('/api/v1/forecasts/accuracy?zone=LV');
    expect(accuracy?.members.map(({ name }) => name)).toContain('lear');
  });

  it('is a problem when there is nothing to learn from', async () => {
    await storeDays(database, zoneNamed('BE'), []);
    await api.get('/api/v1/forecasts?zone=BE', 404);
  });
});

describe('GET /api/v1/forecasts/accuracy', () => {
  it('tells how good the forecasts were, of the model that forecasts', async () => {
    const { accuracy, model, unit } = await api.get<AccuracyResponse>('/api/v1/forecasts/accuracy?zone=SE3');
    expect(model).toBe((await forecast('zone=SE3&hours=72')).model);
    expect(model.split(' + ')).toEqual(accuracy?.members.map(({ name }) => name));
    expect(unit).toBe('EUR/MWh');
    expect(accuracy?.days).toBe(28);
    expect(accuracy?.hours).toHaveLength(24);
    const weights = accuracy?.members.reduce((sum, { weight }) => sum + weight, 0);
    expect(weights).toBeCloseTo(1, 9);
  });

  it('is unknown, with the reason, while there is little to judge by', async () => {
    const norway = zoneNamed('NO1');
    await storeDays(database, norway, [dayWith(norway, '2026-01-15', price)]);
    const answer = await api.get<AccuracyResponse>('/api/v1/forecasts/accuracy?zone=NO1');
    expect(answer).toMatchObject({ model: 'last-day', fallback: 'only 1 day of history', accuracy: null });
  });
});

describe('GET /api/v1/forecasts/accuracy/history', () => {
  const judged = (day: string, mae: number) => ({
    day,
    mae,
    bias: -1.5,
    candidateMae: mae,
    plainMae: mae + 1,
    members: { 'arx-l1-84': 12, 'arx-l1-364': null },
    coverage: 0.792,
    trailing: { mae, candidateMae: mae, plainMae: mae },
    adopted: 'tuned' as const,
    weights: { 'arx-l1-84': 0.4, 'arx-l1-364': 0.6 },
  });

  it('tells the last judged days, oldest first', async () => {
    await recordAccuracy(database.pool, 'FI', judged('2026-01-14', 10));
    await recordAccuracy(database.pool, 'FI', judged('2026-01-15', 8.126));
    const ask = (query: string) =>
      api.get<AccuracyHistoryResponse>(`/api/v1/forecasts/accuracy/history?zone=FI&${query}`);
    const { days, unit } = await ask('days=90');
    expect([unit, days.map(({ day }) => day)]).toEqual(['EUR/MWh', ['2026-01-14', '2026-01-15']]);
    expect((await ask('days=1')).days).toEqual([
      {
        day: '2026-01-15',
        mae: 8.13,
        bias: -1.5,
        plainMae: 9.13,
        members: { 'arx-l1-84': 12, 'arx-l1-364': null },
        coverage: 79.2,
        adopted: 'tuned',
        weights: { 'arx-l1-84': 0.4, 'arx-l1-364': 0.6 },
      },
    ]);
  });

  it('is empty before the first night', async () => {
    const { days } = await api.get<AccuracyHistoryResponse>('/api/v1/forecasts/accuracy/history?zone=PT');
    expect(days).toEqual([]);
  });
});
