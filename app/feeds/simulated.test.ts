import { describe, expect, test } from 'vitest';
import { intervalsOfDay, isComplete } from '../domain/price-day.ts';
import { zoneNamed } from '../domain/testing.ts';
import { zones } from '../domain/zones.ts';
import { simulated } from './simulated.ts';
import { invalidity } from './validate.ts';

const signal = new AbortController().signal;

async function pricesOf(zoneId: string, firstDay: string, lastDay = firstDay) {
  const [batch] = await simulated.fetchDays(zoneNamed(zoneId), firstDay, lastDay, signal);
  return batch?.days ?? [];
}

function mean(prices: readonly (number | null)[]): number {
  return prices.reduce((sum: number, price) => sum + (price ?? Number.NaN), 0) / prices.length;
}

describe('simulated prices', () => {
  test.each(zones)('of $id are complete, plausible and labelled, on days of every length', async (zone) => {
    for (const [first, last, count] of [
      ['2026-03-28', '2026-03-30', 3],
      ['2025-10-25', '2025-10-27', 3],
    ] as const) {
      const batches = await simulated.fetchDays(zone, first, last, signal);
      expect(batches).toMatchObject([{ feed: 'simulated', label: 'simulated prices', simulated: true }]);
      expect(invalidity(batches, zone, first, last)).toBeNull();
      expect(batches[0]?.days).toHaveLength(count);
      expect(batches[0]?.days.every((day) => isComplete(zone, day))).toBe(true);
    }
  });

  test('are the same however they are asked for, and different by zone and day', async () => {
    const [alone] = await pricesOf('SE3', '2026-05-06');
    const [, among] = await pricesOf('SE3', '2026-05-05', '2026-05-07');
    expect(alone).toEqual(among);
    const [elsewhere] = await pricesOf('SE4', '2026-05-06');
    const [later] = await pricesOf('SE3', '2026-05-13');
    expect(elsewhere?.prices).not.toEqual(alone?.prices);
    expect(later?.prices).not.toEqual(alone?.prices);
  });

  test('have the shape of a market over a year', async () => {
    const year = await pricesOf('DE-LU', '2025-01-01', '2025-12-31');
    expect(year).toHaveLength(365);
    const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    const dayMeans = (keep: (day: string) => boolean) =>
      mean(year.filter(({ day }) => keep(day)).map(({ prices }) => mean(prices)));
    expect(dayMeans(isWeekend)).toBeLessThan(dayMeans((day) => !isWeekend(day)) - 5);
    expect(dayMeans((day) => /-0[678]-/.test(day))).toBeLessThan(
      dayMeans((day) => /-(12|01|02)-/.test(day)) - 5,
    );
    const hour = (at: number) => mean(year.map(({ prices }) => prices[at * 4] ?? null));
    expect(hour(19)).toBeGreaterThan(hour(3) + 20);
    expect(hour(8)).toBeGreaterThan(hour(13) + 20);
    const negativeDays = year.filter(({ prices }) => prices.some((price) => (price ?? 0) < 0)).length;
    expect(negativeDays).toBeGreaterThan(10);
    expect(negativeDays).toBeLessThan(120);
  });

  test('of a reversed range are none', async () => {
    expect(await simulated.fetchDays(zoneNamed('SE3'), '2026-05-07', '2026-05-06', signal)).toEqual([]);
  });

  test('keep to the clock over its change', async () => {
    const [summer] = await pricesOf('SE3', '2025-10-26');
    expect(summer?.prices).toHaveLength(intervalsOfDay(zoneNamed('SE3'), '2025-10-26', 15));
    const evening = summer?.prices.slice(20 * 4, 21 * 4) ?? [];
    const night = summer?.prices.slice(4 * 4, 5 * 4) ?? [];
    expect(mean(evening)).toBeGreaterThan(mean(night) + 10);
  });
});
