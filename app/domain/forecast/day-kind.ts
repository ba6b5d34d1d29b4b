import type { HourTable } from './hour-table.ts';

/**
 * What kind of day a row is, by the weekday and the holidays. On a holiday people do what they do on a Sunday, and the
 * workday after it starts as low as a Monday does.
 */

/** Rows before a row that {@link alikeRow} looks at, and the most that any forecast of it reads. */
export const longestLookBack = 21;

const [monday, saturday, sunday] = [0, 5, 6];

/** Weekday of a row, 0 is Monday; that of Sunday for a holiday, and of Monday for a workday after one. */
export function dayKindOf({ firstEpochDay, holidays }: HourTable, row: number): number {
  const day = firstEpochDay + row;
  const weekday = (day + 3) % 7;
  if (holidays?.has(day)) return sunday;
  return weekday < saturday && holidays?.has(day - 1) ? monday : weekday;
}

/**
 * The row whose prices a day most repeats: a week before; where only one of the two days is touched by a holiday, the
 * last one of the same kind before yesterday. A Thursday a week after a holiday is like the Thursday before it.
 */
export function alikeRow(table: HourTable, row: number): number {
  const kind = dayKindOf(table, row);
  const weekBefore = row - 7;
  if (dayKindOf(table, weekBefore) === kind) return weekBefore;
  for (let other = row - 2; other >= Math.max(0, row - longestLookBack); other--) {
    if (dayKindOf(table, other) === kind) return other;
  }
  return weekBefore;
}

/** Which row a model reads as the one so many days before a row: that many, but for a week the row alike. */
export function rowsBefore(table: HourTable, row: number): (days: number) => number {
  const alike = alikeRow(table, row);
  return (days) => (days === 7 ? alike : row - days);
}
