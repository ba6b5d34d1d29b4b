import { describe, expect, it } from 'vitest';
import { priceDifference } from './price-difference.ts';
import { dayWith, zoneNamed } from './testing.ts';

const zone = zoneNamed('BE');
const date = '2025-10-26';
const quarters = dayWith(zone, date, (index) => index);
const hours = dayWith(zone, date, (index) => 4 * index + 1.5, 60);

describe('priceDifference', () => {
  const rows = [
    ['the same prices', quarters, quarters, { compared: 100, differing: 0, largest: 0 }],
    ['hours that are the means of quarters', quarters, hours, { compared: 25, differing: 0, largest: 0 }],
    [
      'what rounding explains',
      quarters,
      { ...quarters, prices: quarters.prices.map((price) => (price ?? 0) + 0.04) },
      { compared: 100, differing: 0, largest: 0 },
    ],
    [
      'zeros for the second half of a long day',
      quarters,
      { ...quarters, prices: quarters.prices.map((price, index) => (index < 50 ? price : 0)) },
      { compared: 100, differing: 50, largest: 99 },
    ],
    [
      'prices that came an hour late',
      quarters,
      { ...quarters, prices: quarters.prices.map((price) => (price ?? 0) - 4) },
      { compared: 100, differing: 100, largest: 4 },
    ],
    [
      'only what both have',
      quarters,
      { ...quarters, prices: quarters.prices.map((price, index) => (index < 98 ? price : null)) },
      { compared: 98, differing: 0, largest: 0 },
    ],
    [
      'no hour of which a quarter is missing',
      { ...quarters, prices: quarters.prices.map((price, index) => (index === 0 ? null : price)) },
      hours,
      { compared: 24, differing: 0, largest: 0 },
    ],
  ] as const;
  it.each(rows)('finds in %s what is there', (_, a, b, expected) => {
    expect(priceDifference(a, b)).toEqual(expected);
    expect(priceDifference(b, a)).toEqual(expected);
  });
});
