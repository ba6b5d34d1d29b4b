import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { arxL1 } from '@eo/app/domain/forecast/arx-l1.ts';
import type { HourTable } from '@eo/app/domain/forecast/hour-table.ts';
import { kernelRidge } from '@eo/app/domain/forecast/kernel-ridge.ts';
import { mae } from '@eo/app/domain/forecast/metrics.ts';
import { naiveWeek } from '@eo/app/domain/forecast/naive-week.ts';
import { describe, expect, test } from 'vitest';
import { readMarket, testDays } from './markets.ts';
import { walk } from './walk.ts';

/**
 * Figures that an independent implementation of the same members (numpy) has on the open benchmark, where the data
 * lie beside the repository. To three decimals, as they were handed down.
 */

const folder = join(process.env.SHARED_DATA ?? '../shared/data', 'epf');
const decimals = 3;

/** That implementation knows no holidays. */
const tableOf = (market: string): HourTable => ({ ...readMarket(folder, market), holidays: new Set() });

function maeOfLast(days: number, market: string, member: Parameters<typeof walk>[0]): number {
  const table = tableOf(market);
  return mae(walk(member, table, days).forecasts, table.prices.subarray((table.rows - days) * 24));
}

describe.skipIf(!existsSync(folder))('on the open benchmark (needs ../shared/data)', () => {
  test.each([
    ['NP', 4.125],
    ['DE', 9.114],
  ])('naive week has its known error over the test period of %s', (market, expected) => {
    expect(maeOfLast(testDays, market, naiveWeek)).toBeCloseTo(expected, decimals);
  });

  test.each([
    ['NP', 2.23],
    ['DE', 6.316],
  ])('arx-l1-84 has its known error over the last 56 days of %s', (market, expected) => {
    expect(maeOfLast(56, market, arxL1(84))).toBeCloseTo(expected, decimals);
  });

  test.each([
    ['NP', arxL1(84), [51.464, 59.647, 51.69]],
    ['NP', arxL1(364), [51.067, 57.982, 52.296]],
    ['NP', kernelRidge(728), [49.909, 59.647, 51.983]],
    ['DE', arxL1(84), [-31.795, 5.436, -9.299]],
    ['DE', arxL1(364), [-22.371, -44.386, -14.5]],
    ['DE', kernelRidge(728), [-5.146, -13.852, 7.596]],
  ] as const)('the last day of %s by $name at 00, 08 and 18 h', (market, member, expected) => {
    const { forecasts } = walk(member, tableOf(market), 1);
    [0, 8, 18].forEach((hour, index) => {
      expect(forecasts[hour]).toBeCloseTo(expected[index] as number, decimals);
    });
  });
});
