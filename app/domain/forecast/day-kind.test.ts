import { describe, expect, test } from 'vitest';
import { dayNumber } from '../market-day.ts';
import { alikeRow, dayKindOf, rowsBefore } from './day-kind.ts';
import { narrowFeatures, narrowScaleOf } from './features/narrow.ts';
import { pooledFeatures } from './features/pooled.ts';
import { wideFeatures, wideScaleOf } from './features/wide.ts';
import type { HourTable } from './hour-table.ts';
import { rollForward } from './member.ts';
import { tableOf } from './testing.ts';

const table = tableOf(120, { exogenousCount: 1 });
const row = (day: string): number => dayNumber(day) - table.firstEpochDay;
const withHolidays = (...days: string[]): HourTable => ({ ...table, holidays: new Set(days.map(dayNumber)) });

describe('the kind of a day', () => {
  test('is its weekday where no holiday is known', () => {
    const { holidays, ...unknown } = table;
    expect(holidays?.size).toBeGreaterThan(0);
    const week = ['12', '13', '14', '15', '16', '17', '18'].map((day) => row(`2026-01-${day}`));
    expect(week.map((day) => dayKindOf(withHolidays(), day))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(week.map((day) => dayKindOf(unknown, day))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('is Sunday on a holiday, and Monday on the workday after one', () => {
    const given = withHolidays('2026-01-14', '2026-01-16');
    const week = ['12', '13', '14', '15', '16', '17', '18'].map((day) => row(`2026-01-${day}`));
    expect(week.map((day) => dayKindOf(given, day))).toEqual([0, 1, 6, 0, 6, 5, 6]);
  });
});

describe('the day alike', () => {
  const given = withHolidays('2026-01-15');
  test.each([
    ['a week before, where no holiday is near', '2026-01-12', '2026-01-05'],
    ['of a Thursday a week after a holiday: the Thursday before it', '2026-01-22', '2026-01-08'],
    ['of a holiday: the Sunday before', '2026-01-15', '2026-01-11'],
    ['of the workday after: the last Monday', '2026-01-16', '2026-01-12'],
    ['of a Sunday: a week before', '2026-01-18', '2026-01-11'],
  ])('is %s', (_, day, expected) => {
    expect(alikeRow(given, row(day))).toBe(row(expected));
    expect([7, 2].map(rowsBefore(given, row(day)))).toEqual([row(expected), row(day) - 2]);
  });

  test('is three weeks before where two holidays follow each other, as Christmas and New Year do', () => {
    const turn = withHolidays('2025-12-25', '2026-01-01');
    expect(alikeRow(turn, row('2026-01-08'))).toBe(row('2025-12-18'));
  });

  test('is a week before where the table does not reach far enough back', () => {
    expect(alikeRow({ ...given, firstEpochDay: dayNumber('2026-01-15') }, 7)).toBe(0);
  });
});

describe('features of a day that a holiday touches', () => {
  const given = withHolidays('2026-01-15');
  const day = row('2026-01-22');
  const narrow = narrowScaleOf(table, 10, day);

  test('read the day alike in place of the week before, and nothing of the holiday', () => {
    const ruined = { ...given, prices: given.prices.slice() };
    ruined.prices.fill(1e6, row('2026-01-15') * 24, (row('2026-01-15') + 1) * 24);
    const filled = (of: HourTable) => {
      const features = [
        narrowFeatures(of, narrow, day, day + 1),
        pooledFeatures(of, narrow, day, day + 1),
        wideFeatures(of, wideScaleOf(table, 10, day), day, day + 1),
      ];
      return features.map((one) => {
        const x = new Float64Array(one.columns);
        one.fill(x, 0, day, 18);
        return x;
      });
    };
    expect(filled(ruined)).toEqual(filled(given));
    expect(filled({ ...ruined, holidays: new Set() })).not.toEqual(filled({ ...given, holidays: new Set() }));
  });

  test('are the same in a roll forward, which copies the days before', () => {
    const seen: number[] = [];
    const price = (one: HourTable, at: number) => one.prices[alikeRow(one, at) * 24] as number;
    rollForward(
      (one, at) => {
        seen.push(price(one, at));
        return new Float64Array(24);
      },
      given,
      day,
      1,
    );
    expect(seen).toEqual([price(given, day)]);
    expect(price(given, day)).not.toBe(given.prices[(day - 7) * 24]);
  });
});
