import { describe, expect, test } from 'vitest';
import { dayWith, zoneNamed } from '../domain/testing.ts';
import type { FeedBatch } from './feed.ts';
import { batchOf } from './testing.ts';
import { invalidity } from './validate.ts';

const se3 = zoneNamed('SE3');
const day = dayWith(se3, '2026-03-29', (index) => index - 10);

function reasonFor(...batches: FeedBatch[]): string | null {
  return invalidity(batches, se3, '2026-03-28', '2026-03-30');
}

describe('invalidity', () => {
  test('finds nothing wrong with days of any length, step and sign, nor with holes', () => {
    const days = [
      dayWith(se3, '2026-03-28', () => -500),
      dayWith(se3, '2026-03-29', (index) => (index === 0 ? 4000 : null)),
      dayWith(se3, '2026-03-30', () => 0, 60),
    ];
    expect(reasonFor(batchOf('a', ...days))).toBeNull();
    expect(reasonFor(batchOf('a', day), batchOf('b', ...days.slice(2)))).toBeNull();
  });

  test.each([
    ['another zone', { zone: 'SE4' }, 'prices of SE4 came'],
    ['another currency', { currency: 'SEK' }, 'prices in SEK came, EUR was expected'],
    ['a day that does not exist', { day: '2026-02-30' }, '"2026-02-30" is not a day'],
    ['a day before those asked for', { day: '2026-03-27' }, '2026-03-27 was not asked for'],
    ['a day after those asked for', { day: '2026-03-31' }, '2026-03-31 was not asked for'],
    ['a strange step', { resolutionMinutes: 5 }, '2026-03-29 has steps of 5 min'],
    ['the length of another day', { day: '2026-03-30' }, '2026-03-30 has 92 prices instead of 96'],
    ['no price at all', { prices: day.prices.map(() => null) }, '2026-03-29 has no price at all'],
    [
      'a price that is no number',
      { prices: day.prices.with(5, Number.NaN) },
      '2026-03-29 has a price of NaN EUR/MWh',
    ],
    ['an infinite price', { prices: day.prices.with(5, Number.POSITIVE_INFINITY) }, 'Infinity'],
    ['cents taken for euros', { prices: day.prices.with(5, 40_000) }, 'a price of 40000 EUR/MWh'],
    ['a price far below any market', { prices: day.prices.with(5, -5000) }, 'a price of -5000 EUR/MWh'],
  ])('finds %s', (_, change, reason) => {
    expect(reasonFor(batchOf('a', { ...day, ...change }))).toContain(reason);
  });

  test('finds a day that came twice, even in two batches', () => {
    expect(reasonFor(batchOf('a', day, day))).toBe('2026-03-29 came twice');
    expect(reasonFor(batchOf('a', day), batchOf('b', day))).toBe('2026-03-29 came twice');
  });

  test('finds a batch without an origin', () => {
    expect(reasonFor({ ...batchOf('a', day), label: '' })).toBe('a batch says not where it came from');
  });
});
