import { describe, expect, it } from 'vitest';
import { chartBarsOf, plannedStarts } from './chart-bars.ts';
import { planWith, runOf } from './testing.ts';

describe('chartBarsOf', () => {
  it('draws prices from zero, down where they are negative', () => {
    const { bars, zeroY, lowest, highest } = chartBarsOf(planWith([30, -10, 0], []));
    expect([zeroY, lowest, highest]).toEqual([0.75, -10, 30]);
    expect(bars.map(({ y, height }) => [y, height])).toEqual([
      [0, 0.75],
      [0.75, 0.25],
      [0.75, 0],
    ]);
    expect(bars.map(({ x }) => x)).toEqual([0, 1 / 3, 2 / 3]);
  });

  it('has finite bars when every price is zero', () => {
    for (const { y, height } of chartBarsOf(planWith([0, 0], [])).bars)
      expect([Number.isFinite(y), Number.isFinite(height)]).toEqual([true, true]);
  });

  it('marks what is planned, a quarter used in part too', () => {
    const run = { ...runOf(1, 2), end: '2026-01-15T21:35:00.000Z' };
    const { bars } = chartBarsOf(planWith([1, 2, 3, 4], [run]));
    expect(bars.map(({ isPlanned }) => isPlanned)).toEqual([false, true, true, false]);
    expect(plannedStarts(planWith([1, 2], []))).toEqual([]);
  });

  it('labels every sixth hour of the clock of the zone, but none at the end', () => {
    const { ticks } = chartBarsOf(planWith(Array(32).fill(1), []));
    expect(ticks).toEqual([{ x: 8 / 32, label: '00:00' }]);
  });
});
