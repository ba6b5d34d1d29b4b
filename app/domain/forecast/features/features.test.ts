import { describe, expect, test } from 'vitest';
import type { HourTable } from '../hour-table.ts';
import { toScaled } from '../statistics.ts';
import { tableOf } from '../testing.ts';
import { narrowFeatures, narrowScaleOf } from './narrow.ts';
import { wideBlocks, wideFeatures, wideMatrix, wideScaleOf } from './wide.ts';

const table = tableOf(60, { exogenousCount: 2 });
const priceOnly = tableOf(60);
const row = 40;

/** The same table with the prices of a row and everything after it ruined, and the exogenous series after it. */
function ruinedFrom(given: HourTable, from: number): HourTable {
  const exogenous = (given.exogenous ?? []).map((series) => series.slice().fill(1e6, (from + 1) * 24));
  return { ...given, prices: given.prices.slice().fill(1e6, from * 24), exogenous };
}

describe('narrow features', () => {
  const scale = narrowScaleOf(table, 10, row);
  const columns = (given: HourTable, hour: number) => {
    const features = narrowFeatures(given, scale, row, row + 1);
    const x = new Float64Array(features.columns);
    features.fill(x, 0, row, hour);
    return [...x];
  };

  test('are 32 with two exogenous series, 17 without any', () => {
    expect(columns(table, 5)).toHaveLength(32);
    expect(narrowFeatures(priceOnly, narrowScaleOf(priceOnly, 10, row), row, row + 1).columns).toBe(17);
  });

  test('begin with the same hour 1, 2, 3 and 7 days before', () => {
    [1, 2, 3, 7].forEach((lag, index) => {
      const price = table.prices[(row - lag) * 24 + 5] ?? Number.NaN;
      expect(columns(table, 5)[index]).toBeCloseTo(toScaled(price, scale.price), 12);
    });
  });

  test.each([0, 23])('take the hour itself for the neighbour that hour %i does not have', (hour) => {
    expect(columns(table, hour).every(Number.isFinite)).toBe(true);
  });

  test('end with one weekday', () => {
    const weekday = columns(table, 5).slice(-7);
    expect(weekday.filter((value) => value === 1)).toHaveLength(1);
    expect(weekday.indexOf(1)).toBe((table.firstEpochDay + row + 3) % 7);
  });

  test('do not look at prices from their day on, nor at exogenous series after it', () => {
    for (const hour of [0, 12, 23])
      expect(columns(ruinedFrom(table, row), hour)).toEqual(columns(table, hour));
  });
});

describe('wide features', () => {
  const scale = wideScaleOf(table, 3, row);
  const columns = (given: HourTable) => [...wideMatrix(wideFeatures(given, scale, row, row + 1), [row])];

  test('are 247 with two exogenous series, 103 without any', () => {
    expect(columns(table)).toHaveLength(247);
    expect(wideFeatures(priceOnly, wideScaleOf(priceOnly, 3, row), row, row + 1).columns).toBe(103);
  });

  test('have their blocks where the list of blocks says', () => {
    const x = columns(table);
    const blocks = wideBlocks(2);
    const at = blocks.findIndex((block) => block.kind === 'price' && block.lag === 7) * 24 + 18;
    const price = table.prices[(row - 7) * 24 + 18] ?? Number.NaN;
    expect(x[at]).toBeCloseTo(toScaled(price, scale.price[18] ?? { median: 0, mad: 1 }), 12);
    expect(blocks.reduce((sum, { kind }) => sum + (kind === 'weekday' ? 7 : 24), 0)).toBe(x.length);
  });

  test('do not look at prices from their day on, nor at exogenous series after it', () => {
    expect(columns(ruinedFrom(table, row))).toEqual(columns(table));
  });
});
