import { describe, expect, test } from 'vitest';
import { addDays, dayNumber, daysBetween, isDay, marketDayBounds, marketDayOf } from './market-day.ts';

const brussels = 'Europe/Brussels';

describe('market days', () => {
  test.each([
    ['an ordinary day', '2026-01-15', brussels, '2026-01-14T23:00:00Z', 24],
    ['the day that loses an hour', '2026-03-29', brussels, '2026-03-28T23:00:00Z', 23],
    ['the day that gains an hour', '2025-10-26', brussels, '2025-10-25T22:00:00Z', 25],
    ['a British summer day', '2026-07-01', 'Europe/London', '2026-06-30T23:00:00Z', 24],
    ['a leap day', '2024-02-29', brussels, '2024-02-28T23:00:00Z', 24],
  ])('%s starts and ends by its own clock', (_, day, timeZone, start, hours) => {
    const { startMs, endMs } = marketDayBounds(day, timeZone);
    expect(startMs).toBe(Date.parse(start));
    expect((endMs - startMs) / 3_600_000).toBe(hours);
    expect(marketDayOf(startMs, timeZone)).toBe(day);
    expect(marketDayOf(endMs - 1, timeZone)).toBe(day);
    expect(marketDayOf(endMs, timeZone)).toBe(addDays(day, 1));
    expect(marketDayBounds(day, timeZone)).toEqual({ startMs, endMs });
  });

  test.each(['2026-02-29', '2026-13-01', 'yesterday', ''])('%j has no bounds', (day) => {
    expect(() => marketDayBounds(day, brussels)).toThrow(RangeError);
  });

  test('an unknown time zone is refused', () => {
    expect(() => marketDayBounds('2026-01-01', 'Europe/Atlantis')).toThrow(RangeError);
  });

  test('are counted across months, years and changes of the clock', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-28', '2026-03-31')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    expect(daysBetween('2026-03-28', '2026-03-28')).toEqual([]);
    expect(daysBetween('2026-03-28', '2026-03-01')).toEqual([]);
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(dayNumber('2026-11-01') - dayNumber('2026-10-01')).toBe(31);
  });

  test.each([
    ['2026-03-29', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-3-29', false],
    ['2026-03-29T00:00', false],
    ['2026-03-29\0', false],
    ['', false],
  ])('isDay(%j) is %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});
