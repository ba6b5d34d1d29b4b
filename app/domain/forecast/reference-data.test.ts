import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { addDays } from '../market-day.ts';
import type { PriceDay } from '../price-day.ts';
import { type PricePoint, priceDaysFromSlots } from '../price-points.ts';
import { zoneNamed } from '../testing.ts';
import { findZone } from '../zones.ts';
import { arxL1 } from './arx-l1.ts';
import { type HourTable, hourTableOf } from './hour-table.ts';
import { forecastPrices } from './index.ts';
import type { Member } from './member.ts';
import { naiveWeek } from './naive-week.ts';

/**
 * Forecasts of a real market of quarter hours, where the evaluation data lie beside the repository.
 */

const data = process.env.SHARED_DATA
  ? pathToFileURL(`${process.env.SHARED_DATA}/`)
  : new URL('../../../../shared/data/', import.meta.url);
const hasData = existsSync(data);
const testDays = 728;

function rowsOf(path: string): string[][] {
  const text = readFileSync(new URL(path, data), 'utf8').trim();
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

function recordedSe3(): PriceDay[] {
  const points = [2023, 2024, 2025, 2026].flatMap((year) =>
    rowsOf(`se_spot/SE3/${year}.csv`).map(([start = '', , , price]): PricePoint => {
      return { startMs: Date.parse(start), minutes: null, price: Number(price) * 1000 };
    }),
  );
  return priceDaysFromSlots(zoneNamed('SE3'), points);
}

/** Mean absolute error of the first day ahead, fitted anew for every `step`-th day of the test period. */
function meanAbsoluteError(member: Member, table: HourTable, step = 1): number {
  let sum = 0;
  let count = 0;
  for (let row = table.rows - testDays; row < table.rows; row += step) {
    member
      .fit(table, row)(table, row)
      .forEach((price, hour) => {
        sum += Math.abs(price - (table.prices[row * 24 + hour] ?? Number.NaN));
        count++;
      });
  }
  return sum / count;
}

describe.skipIf(!hasData)('on recorded markets (needs ../shared/data)', () => {
  test('the regression does clearly better than naive week on SE3, over the change from hours to quarters', () => {
    const table = hourTableOf(zoneNamed('SE3'), recordedSe3(), 15) ?? expect.fail('SE3 is empty');
    const error = meanAbsoluteError(arxL1(364), table, 10);
    expect(error).toBeLessThan(0.62 * meanAbsoluteError(naiveWeek, table, 10));
  });

  test('the days on which the clock changes have the length they had, at a sensible price', () => {
    const days = recordedSe3();
    const zone = findZone('SE3') ?? expect.fail();
    for (const [day, quarters] of [
      ['2025-10-26', 100],
      ['2026-03-29', 92],
    ] as const) {
      const index = days.findIndex((recorded) => recorded.day === day);
      expect(days[index]?.prices).toHaveLength(quarters);
      const forecast = forecastPrices(zone, days.slice(0, index), day, 2);
      expect(forecast?.fallback).toBeNull();
      expect(forecast?.days.map((forecastDay) => forecastDay.day)).toEqual([day, addDays(day, 1)]);
      expect(forecast?.days.map(({ price }) => price.length)).toEqual([quarters, 96]);
    }
  });

  test('the band holds about four fifths of the prices', () => {
    const days = recordedSe3();
    const zone = zoneNamed('SE3');
    let inside = 0;
    let count = 0;
    for (let index = days.length - testDays; index < days.length; index += 53) {
      const actual = days[index] ?? expect.fail();
      const [forecast] = forecastPrices(zone, days.slice(0, index), actual.day, 1)?.days ?? [];
      if (forecast?.resolutionMinutes !== actual.resolutionMinutes) continue;
      actual.prices.forEach((price, i) => {
        count++;
        if (price !== null && price >= (forecast.p10[i] ?? 1e9) && price <= (forecast.p90[i] ?? -1e9))
          inside++;
      });
    }
    expect(inside / count).toBeGreaterThan(0.65);
    expect(inside / count).toBeLessThan(0.95);
  });
});
