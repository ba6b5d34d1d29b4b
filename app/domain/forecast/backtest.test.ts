import { describe, expect, test } from 'vitest';
import { arxL1 } from './arx-l1.ts';
import { backtest } from './backtest.ts';
import type { HourTable } from './hour-table.ts';
import { naiveWeek } from './naive-week.ts';
import { tableOf } from './testing.ts';

const members = [naiveWeek, arxL1(84)];
const table = tableOf(100);
const past = backtest(members, table, 3);

function without(given: HourTable, row: number): HourTable {
  const imputedHours = given.imputedHours.slice();
  imputedHours[row] = 24;
  return { ...given, imputedHours };
}

describe('backtest', () => {
  test('looks back 56 days, each with the days ahead that have come since', () => {
    expect(past.forecasts.filter(({ daysAhead }) => daysAhead === 0).map(({ row }) => row)).toEqual(
      Array.from({ length: 56 }, (_, index) => 44 + index),
    );
    expect(past.forecasts.filter(({ daysAhead }) => daysAhead === 2)).toHaveLength(54);
    expect(past.state.days).toHaveLength(56);
  });

  test('knows nothing of the day it forecasts or later', () => {
    const ruined = { ...table, prices: table.prices.slice().fill(1e4, 80 * 24) };
    const until = (forecasts: typeof past.forecasts) =>
      forecasts.filter(({ row, daysAhead }) => row - daysAhead <= 80);
    expect(until(backtest(members, ruined, 3).forecasts)).toEqual(until(past.forecasts));
  });

  test('does not learn from a day whose prices were made up', () => {
    const { state } = backtest(members, without(table, 70), 1);
    expect(state.days).toHaveLength(55);
    expect(state.days.map(({ epochDay }) => epochDay)).not.toContain(table.firstEpochDay + 70);
  });

  test('of a history as short as the model needs is empty', () => {
    expect(backtest([naiveWeek], tableOf(7), 2)).toMatchObject({ forecasts: [], state: { days: [] } });
  });
});
