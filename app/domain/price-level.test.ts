import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceLevel } from './price-level.ts';

describe('priceLevel', () => {
  const nine = [90, 10, 50, 20, 80, 30, 70, 40, 60];
  test.each([
    ['the lowest third', 30, nine, 'cheap'],
    ['the middle', 40, nine, 'normal'],
    ['the highest third', 70, nine, 'dear'],
    ['below everything', -500, nine, 'cheap'],
    ['above everything', 4000, nine, 'dear'],
    ['a flat day', 50, [50, 50, 50], 'normal'],
    ['a day that hardly moves', 50.4, [50, 50.2, 50.4], 'normal'],
    ['no prices to compare with', 50, [], 'normal'],
    ['the price most of the day has', 50, [20, 50, 50, 50, 50, 50, 50, 50, 90], 'normal'],
    ['the one cheap hour of such a day', 20, [20, 50, 50, 50, 50, 50, 50, 50, 90], 'cheap'],
    ['the one dear hour of such a day', 90, [20, 50, 50, 50, 50, 50, 50, 50, 90], 'dear'],
    ['zero on a day that is half zero', 0, [0, 0, 0, 0, 40, 50, 60, 70], 'cheap'],
    ['negative prices', -60, [-60, -50, -40, -30, -20, -10], 'cheap'],
  ])('%s', (_, price, day, expected) => {
    expect(priceLevel(price, day)).toBe(expected);
  });

  test('never ranks a cheaper price dearer, nor touches its input', () => {
    const rank = { cheap: 0, normal: 1, dear: 2 };
    const price = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(fc.array(price, { maxLength: 100 }), price, price, (day, a, b) => {
        const before = [...day];
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(rank[priceLevel(low, day)]).toBeLessThanOrEqual(rank[priceLevel(high, day)]);
        expect(day).toEqual(before);
      }),
    );
  });
});
