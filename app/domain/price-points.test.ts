import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marketDayBounds } from './market-day.ts';
import { slotsOfDay } from './price-day.ts';
import { GridError, type PricePoint, priceDaysFromSlots } from './price-points.ts';
import { dayWith, zoneNamed } from './testing.ts';

const se3 = zoneNamed('SE3');
const winterDay = '2026-01-15';
const { startMs } = marketDayBounds(winterDay, se3.marketTimeZone);

function point(hour: number, price: number | null, minutes: number | null = null): PricePoint {
  return { startMs: startMs + hour * 3_600_000, minutes, price };
}

function onlyDay(points: PricePoint[]) {
  const days = priceDaysFromSlots(se3, points);
  expect(days).toHaveLength(1);
  return days[0] ?? expect.fail('no day');
}

describe('priceDaysFromSlots', () => {
  test('undoes slotsOfDay for days of every length and resolution, whatever the order', () => {
    const anyDay = fc.record({
      day: fc.constantFrom('2026-01-15', '2026-03-29', '2025-10-26'),
      resolution: fc.constantFrom(15, 30, 60),
      seed: fc.integer({ min: -500, max: 4000 }),
      stated: fc.boolean(),
    });
    fc.assert(
      fc.property(anyDay, fc.infiniteStream(fc.nat()), ({ day, resolution, seed, stated }, order) => {
        const whole = dayWith(se3, day, (index) => seed - index / 4, resolution);
        const points = slotsOfDay(se3, whole)
          .map((slot) => ({ ...slot, minutes: stated ? slot.minutes : null }))
          .map((slot) => ({ slot, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ slot }) => slot);
        expect(priceDaysFromSlots(se3, points)).toEqual([whole]);
      }),
    );
  });

  test('splits at midnight of the market, not of UTC, and keeps days apart that differ in step', () => {
    const hourly = dayWith(se3, '2025-09-30', (index) => index, 60);
    const quarters = dayWith(se3, '2025-10-01', (index) => -index, 15);
    const points = [hourly, quarters].flatMap((day) => slotsOfDay(se3, day));
    const starts = points.map((slot) => ({ ...slot, minutes: null }));
    expect(priceDaysFromSlots(se3, starts)).toEqual([hourly, quarters]);
  });

  test('fills holes with null', () => {
    const { prices, resolutionMinutes } = onlyDay([point(0, 1), point(0.25, 2), point(1, 3)]);
    expect(resolutionMinutes).toBe(15);
    expect(prices.slice(0, 5)).toEqual([1, 2, null, null, 3]);
    expect(prices).toHaveLength(96);
    expect(prices.slice(5).every((price) => price === null)).toBe(true);
  });

  test('finds the step through holes of an odd number of intervals', () => {
    expect(onlyDay([point(0, 1), point(0.75, 2)]).resolutionMinutes).toBe(15);
    expect(onlyDay([point(0, 1), point(1.5, 2)]).resolutionMinutes).toBe(30);
    expect(onlyDay([point(0, 1), point(5, 2)]).resolutionMinutes).toBe(60);
  });

  test('takes the step of the zone for a single start', () => {
    expect(onlyDay([point(3, 1)]).prices).toHaveLength(96);
    expect(onlyDay([point(3, 1)]).prices[12]).toBe(1);
    expect(onlyDay([point(3, 1)]).prices[13]).toBeNull();
  });

  test('lets a stated hour fill its quarters among quarters', () => {
    const { prices } = onlyDay([point(0, 10, 60), point(1, 1, 15), point(1.25, 2, 15)]);
    expect(prices.slice(0, 7)).toEqual([10, 10, 10, 10, 1, 2, null]);
  });

  test('lets the first price of an interval win, but never a null', () => {
    const { prices } = onlyDay([
      point(0, null, 15),
      point(0, 1, 15),
      point(0, 2, 15),
      point(0, 3, 60),
      point(0.25, null, 15),
    ]);
    expect(prices.slice(0, 5)).toEqual([1, 3, 3, 3, null]);
  });

  test('keeps a day that has intervals without any price', () => {
    expect(onlyDay([point(0, null), point(1, null)]).prices.every((price) => price === null)).toBe(true);
  });

  test('of nothing is nothing', () => {
    expect(priceDaysFromSlots(se3, [])).toEqual([]);
  });

  test.each([
    ['a start seven minutes past', [point(0, 1), point(7 / 60, 1)]],
    ['a step of five minutes', [point(0, 1), point(5 / 60, 1), point(10 / 60, 1)]],
    ['an hour that starts at half past', [point(0.5, 1, 60)]],
    ['an interval of two hours', [point(0, 1, 120)]],
    ['an interval of no length', [point(0, 1, 0)]],
    ['a start that is not a number', [{ startMs: Number.NaN, minutes: null, price: 1 }]],
  ])('refuses %s', (_, points) => {
    expect(() => priceDaysFromSlots(se3, points)).toThrow(GridError);
  });
});
