import { describe, expect, it } from 'vitest';
import type { PriceDay } from '../domain/price-day.ts';
import { priceDaysToWrite } from './price-days-to-write.ts';

type Prices = (number | null)[];
const given = (prices: Prices, resolutionMinutes = 60): PriceDay => {
  return { zone: 'SE3', day: '2026-01-01', resolutionMinutes, currency: 'EUR', prices };
};
const stored = (prices: Prices, simulated: boolean, resolutionMinutes = 60) => {
  return [{ day: '2026-01-01', resolutionMinutes, prices, simulated }];
};

describe('priceDaysToWrite', () => {
  const rows: [
    what: string,
    known: ReturnType<typeof stored>,
    day: PriceDay,
    simulated: boolean,
    written: Prices | null,
  ][] = [
    ['a day that is not known is written', [], given([1, 2]), true, [1, 2]],
    ['a simulated day over a real one is not', stored([1, 2], false), given([3, 4]), true, null],
    ['a real day over a simulated one is', stored([1, 2], true), given([1, 2]), false, [1, 2]],
    ['the same prices again are not', stored([1, 2], false), given([1, 2]), false, null],
    [
      'a difference beyond single precision is none',
      stored([Math.fround(0.1), 2], false),
      given([0.1, 2]),
      false,
      null,
    ],
    ['a correction is written', stored([1, 2], false), given([1, 2.01]), false, [1, 2.01]],
    ['a gap does not wipe out a known price', stored([1, 2], false), given([5, null]), false, [5, 2]],
    ['a gap where all else is known changes nothing', stored([1, 2], false), given([null, 2]), false, null],
    ['a gap that is filled is written', stored([1, null], false), given([1, 2]), false, [1, 2]],
    ['another resolution replaces the day', stored([1], false, 60), given([1, 1], 30), false, [1, 1]],
    ['another resolution with more gaps does not', stored([1], false, 60), given([1, null], 30), false, null],
  ];
  it.each(rows)('%s', (_what, known, day, simulated, written) => {
    const days = priceDaysToWrite(known, [day], simulated);
    expect(days.map(({ prices }) => prices)).toEqual(written ? [written] : []);
  });
});
