import { describe, expect, it } from 'vitest';
import { chunksOf } from './ranges.ts';

describe('chunksOf', () => {
  it.each([
    ['one day', '2026-01-01', '2026-01-01', 3, [['2026-01-01', '2026-01-01']]],
    ['exactly one piece', '2026-01-01', '2026-01-03', 3, [['2026-01-01', '2026-01-03']]],
    [
      'a piece and a rest, over a month and a leap day',
      '2024-02-27',
      '2024-03-01',
      3,
      [
        ['2024-02-27', '2024-02-29'],
        ['2024-03-01', '2024-03-01'],
      ],
    ],
    ['nothing when the range is reversed', '2026-01-02', '2026-01-01', 3, []],
  ])('gives %s', (_, first, last, days, expected) => {
    expect(chunksOf(first, last, days)).toEqual(expected);
  });
});
