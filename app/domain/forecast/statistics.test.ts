import { describe, expect, test } from 'vitest';
import { asinhScaleOf, fromScaled, medianOf, quantileSorted, toScaled } from './statistics.ts';

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

describe('medianOf', () => {
  test('does not need sorted values, and leaves them as they are', () => {
    const values = [3, 1, 2];
    expect(medianOf(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('toScaled and fromScaled', () => {
  const scale = { median: 40, mad: 12 };

  test.each([-500, -1, 0, 40, 41, 4000])('bring %d back', (price) => {
    expect(fromScaled(toScaled(price, scale), scale)).toBeCloseTo(price, 8);
  });

  test('cut what a slip of a model would make huge', () => {
    expect(fromScaled(50, scale)).toBe(fromScaled(8, scale));
    expect(fromScaled(-50, scale)).toBe(fromScaled(-8, scale));
  });
});
