import { describe, expect, test } from 'vitest';
import { dayNumber } from '../market-day.ts';
import { dayWith, zoneNamed } from '../testing.ts';
import { type HourTable, hourTableOf } from './hour-table.ts';
import { historyBefore } from './testing.ts';

const se3 = zoneNamed('SE3');

function tableOf(history: Parameters<typeof hourTableOf>[1], resolution = 15): HourTable {
  return hourTableOf(se3, history, resolution) ?? expect.fail('no table');
}

function row(table: HourTable, index: number): number[] {
  return [...table.prices.slice(index * 24, (index + 1) * 24)];
}

describe('hourTableOf', () => {
  test('takes the mean of each hour and keeps the course inside it', () => {
    const table = tableOf([dayWith(se3, '2026-01-15', (index) => index)]);
    expect(row(table, 0).slice(0, 2)).toEqual([1.5, 5.5]);
    expect([...(table.withinHour[0] ?? [])].slice(0, 4)).toEqual([-1.5, -0.5, 0.5, 1.5]);
  });

  test('reads hours as they are, without a course inside them', () => {
    const table = tableOf([dayWith(se3, '2026-01-15', (index) => index, 60)]);
    expect(row(table, 0)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    expect(table.withinHour).toEqual([null]);
  });

  test('interpolates the hour that the clock jumps over, which is not a gap', () => {
    const table = tableOf([dayWith(se3, '2026-03-29', (index) => index, 60)], 60);
    expect(row(table, 0).slice(0, 5)).toEqual([0, 1, 1.5, 2, 3]);
    expect(table.imputedHours[0]).toBe(0);
  });

  test('averages the hour that comes twice', () => {
    const table = tableOf([dayWith(se3, '2025-10-26', (index) => index, 60)], 60);
    expect(row(table, 0).slice(0, 5)).toEqual([0, 1, 2.5, 4, 5]);
    expect(table.imputedHours[0]).toBe(0);
  });

  test('fills a missing day from the week before, a missing hour too, and counts both', () => {
    const history = historyBefore(se3, '2026-02-01', 16, (day, minutes) =>
      day === '2026-01-30' && minutes < 120 ? null : Number(day.slice(8)) * 100 + minutes / 60,
    );
    const table = tableOf(history.filter(({ day }) => day !== '2026-01-28'));
    expect(table.rows).toBe(16);
    expect(row(table, 12)).toEqual(row(table, 5));
    expect(table.imputedHours[12]).toBe(24);
    expect(row(table, 14).slice(0, 2)).toEqual(row(table, 7).slice(0, 2));
    expect(table.imputedHours[14]).toBe(2);
    expect(table.prices.every(Number.isFinite)).toBe(true);
  });

  test('fills gaps in the first days, where there is no week before', () => {
    const table = tableOf([
      dayWith(se3, '2026-01-15', (hour) => (hour === 5 ? 42 : null), 60),
      dayWith(se3, '2026-01-17', (hour) => (hour === 0 ? null : Number.NaN * hour || 7), 60),
    ]);
    expect(row(table, 0).every((price) => price === 42)).toBe(true);
    expect(row(table, 1)).toEqual(row(table, 0));
    expect(row(table, 2)[0]).toBe(42);
    expect(table.prices.every(Number.isFinite)).toBe(true);
  });

  test('takes days of a wrong length or without a price for missing', () => {
    const good = dayWith(se3, '2026-01-15', () => 1);
    expect(hourTableOf(se3, [{ ...good, prices: good.prices.slice(1) }], 15)).toBeNull();
    expect(hourTableOf(se3, [{ ...good, resolutionMinutes: 45 }], 15)).toBeNull();
    expect(hourTableOf(se3, [dayWith(se3, '2026-01-15', () => null)], 15)).toBeNull();
    expect(hourTableOf(se3, [], 15)).toBeNull();
  });

  test('knows the holidays of the country, the days ahead included', () => {
    const { holidays } = tableOf([dayWith(se3, '2026-06-10', () => 1, 60)], 60);
    expect([...(holidays ?? [])]).toEqual([dayNumber('2026-06-19'), dayNumber('2026-06-20')]);
  });
});
