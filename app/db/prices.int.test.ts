import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PriceDay } from '../domain/price-day.ts';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { type PriceBatch, readPriceDays, storedRanges, upsertPriceDays } from './prices.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const zone = zoneNamed('SE3');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool);
});
beforeEach(() => database.pool.query('truncate price_day, price_batch'));
afterAll(() => database.drop());

const real = (...days: PriceDay[]): PriceBatch => ({
  feed: 'market',
  label: 'market',
  simulated: false,
  days,
});
const madeUp = (...days: PriceDay[]): PriceBatch => ({
  feed: 'sim',
  label: 'made up',
  simulated: true,
  days,
});
const day = (date: string, price: number | null = 10): PriceDay => dayWith(zone, date, () => price);
const upsert = (batch: PriceBatch) => upsertPriceDays(database.pool, zone.id, batch);

describe('upsertPriceDays', () => {
  it('counts what it inserted, updated and left alone', async () => {
    const first = await upsert(real(day('2026-01-01'), day('2026-01-02')));
    expect(first).toEqual({ inserted: 2, updated: 0, unchanged: 0, keptReal: 0 });
    const second = await upsert(real(day('2026-01-02', 20), day('2026-01-01'), day('2026-01-03')));
    expect(second).toEqual({ inserted: 1, updated: 1, unchanged: 1, keptReal: 0 });
    const again = await upsert(real(day('2026-01-02', 20), day('2026-01-01'), day('2026-01-03')));
    expect(again).toEqual({ inserted: 0, updated: 0, unchanged: 3, keptReal: 0 });
  });

  it('does nothing with an empty batch', async () => {
    expect(await upsert(real())).toEqual({ inserted: 0, updated: 0, unchanged: 0, keptReal: 0 });
  });

  it('replaces simulated days by real ones, and never the other way round', async () => {
    await upsert(madeUp(day('2026-01-01', 1), day('2026-01-02', 1)));
    expect(await upsert(real(day('2026-01-01', 50)))).toMatchObject({ updated: 1 });
    const counts = await upsert(madeUp(day('2026-01-01', 2), day('2026-01-02', 2)));
    expect(counts).toEqual({ inserted: 0, updated: 1, unchanged: 1, keptReal: 1 });
    const stored = await readPriceDays(database.pool, zone.id, '2026-01-01', '2026-01-02');
    expect(stored.map(({ simulated, prices }) => [simulated, prices[0]])).toEqual([
      [false, 50],
      [true, 2],
    ]);
  });

  it('keeps real days even when a simulated batch read before they were written', async () => {
    const slow = createPool(database.url, { applicationName: 'slow', max: 1 });
    try {
      // The first statement of an upsert reads what is stored; in between somebody writes.
      const racing = {
        async query(...args: unknown[]) {
          const result = await (slow.query as (...args: unknown[]) => Promise<unknown>)(...args);
          const isRead = typeof args[0] === 'object';
          if (isRead) await upsert(real(day('2026-01-01', 50)));
          return result;
        },
      };
      await upsertPriceDays(racing as typeof slow, zone.id, madeUp(day('2026-01-01', 1)));
    } finally {
      await slow.end();
    }
    const [stored] = await readPriceDays(database.pool, zone.id, '2026-01-01', '2026-01-01');
    expect(stored).toMatchObject({ simulated: false, feed: 'market' });
  });

  it('lets two processes write the same days in opposite orders at the same time', async () => {
    const dates = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
    const rounds = Array.from({ length: 8 }, (_, round) => {
      const days = dates.map((date) => day(date, round));
      return upsert(real(...(round % 2 ? days : days.reverse())));
    });
    await Promise.all(rounds);
    expect(await readPriceDays(database.pool, zone.id, '2026-02-01', '2026-02-28')).toHaveLength(28);
  });
});

describe('readPriceDays', () => {
  const lengths: [what: string, date: string, slots: number][] = [
    ['the long day', '2025-10-26', 100],
    ['the short day', '2026-03-29', 92],
    ['an ordinary day', '2026-01-15', 96],
  ];
  it.each(lengths)(
    'gives %s back as it was stored, negative prices and gaps too',
    async (_what, date, slots) => {
      const given = dayWith(zone, date, (index) => (index === 3 ? null : -12.34 + index));
      await upsert(real(given));
      const [stored] = await readPriceDays(database.pool, zone.id, date, date);
      expect(stored).toMatchObject({ zone: 'SE3', day: date, resolutionMinutes: 15, currency: 'EUR' });
      expect(stored?.prices).toHaveLength(slots);
      expect(stored?.prices[3]).toBeNull();
      expect(stored?.prices[0]).toBe(-12.34);
    },
  );

  it('leaves out other zones, days outside and days without prices', async () => {
    await upsert(real(day('2026-01-01'), day('2026-01-03'), day('2026-01-05')));
    await upsertPriceDays(database.pool, 'SE4', real(dayWith(zoneNamed('SE4'), '2026-01-02', () => 1)));
    const stored = await readPriceDays(database.pool, zone.id, '2026-01-01', '2026-01-04');
    expect(stored.map((row) => row.day)).toEqual(['2026-01-01', '2026-01-03']);
    expect(await storedRanges(database.pool)).toEqual([
      { zone: 'SE3', firstDay: '2026-01-01', lastDay: '2026-01-05', days: 3, simulatedDays: 0 },
      { zone: 'SE4', firstDay: '2026-01-02', lastDay: '2026-01-02', days: 1, simulatedDays: 0 },
    ]);
  });
});
