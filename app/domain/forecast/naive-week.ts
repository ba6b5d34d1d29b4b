import { hoursOfDay } from './hour-table.ts';
import type { DayForecaster, Member } from './member.ts';

function sameAs(daysBack: number): DayForecaster {
  return (table, row) => table.prices.slice((row - daysBack) * hoursOfDay, (row - daysBack + 1) * hoursOfDay);
}

/** The prices of the same weekday a week before: the yardstick that every other model has to beat. */
export const naiveWeek: Member = { name: 'naive-week', minRows: 7, fit: () => sameAs(7) };

/** Yesterday again: all that a single day of history allows. */
export const lastDay: Member = { name: 'last-day', minRows: 1, fit: () => sameAs(1) };
