import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slot } from './price-day.ts';
import { priceStatistics } from './price-statistics.ts';

const hourOf = (ms: number): number => new Date(ms).getUTCHours();
const quarters = (prices: readonly number[]): Slot[] =>
  prices.map((price, index) => ({ startMs: index * 900_000, minutes: 15, price }));

describe('the statistics of prices', () => {
  it('weigh each price by how long it held', () => {
    const slots: Slot[] = [
      { startMs: 0, minutes: 60, price: 10 },
      { startMs: 3_600_000, minutes: 15, price: -30 },
      { startMs: 4_500_000, minutes: 45, price: 20 },
    ];
    const found = priceStatistics(slots, hourOf);
    expect(found).toMatchObject({
      minutes: 120,
      mean: (600 - 450 + 900) / 120,
      median: 10,
      lowest: slots[1],
      highest: slots[2],
      negativeMinutes: 15,
    });
    expect(found.byHour.slice(0, 3)).toEqual([10, (-450 + 900) / 60, null]);
  });

  it('have both neighbours in the middle of an even number', () => {
    expect(priceStatistics(quarters([4, 1, 3, 2]), hourOf).median).toBe(2.5);
    expect(priceStatistics(quarters([7]), hourOf)).toMatchObject({ median: 7, mean: 7 });
  });

  it('lie between the lowest and the highest price', () => {
    const prices = fc.array(fc.double({ min: -500, max: 4_000, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(prices, (given) => {
        const { mean, median, lowest, highest, byHour } = priceStatistics(quarters(given), hourOf);
        for (const value of [mean, median, ...byHour.flatMap((each) => each ?? [])]) {
          expect(value).toBeGreaterThanOrEqual(lowest.price - 1e-9);
          expect(value).toBeLessThanOrEqual(highest.price + 1e-9);
        }
      }),
    );
  });
});
