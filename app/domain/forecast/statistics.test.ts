import { describe, expect, test } from 'vitest';
import { asinhScaleOf, quantileSorted } from './statistics.ts';

describe('quantileSorted', () => {
  test.each([
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3], 0, 1],
    [[1, 2, 3], 1, 3],
    [[7], 0.9, 7],
    [[0, 10], 0.1, 1],
  ])('of %j at %d is %d', (sorted, share, expected) => {
    expect(quantileSorted(sorted, share)).toBeCloseTo(expected, 12);
  });

  test('of nothing is not a number', () => {
    expect(quantileSorted([], 0.5)).toBeNaN();
  });
});

describe('asinhScaleOf', () => {
  test('does not mind one spike', () => {
    const { median, mad } = asinhScaleOf(Float64Array.of(1, 2, 3, 4, 4000));
    expect(median).toBe(3);
    expect(mad).toBeCloseTo(1 / 0.6745, 12);
  });

  test('has a scale of one for a series that does not move', () => {
    expect(asinhScaleOf(Float64Array.of(5, 5, 5))).toEqual({ median: 5, mad: 1 });
  });
});
