import type { HourTable } from './hour-table.ts';

/**
 * Rows to learn from, `first` up to and without `end`: imputed prices may serve as lags, but never as the truth;
 * unless fewer than `least` measured days are there.
 */
export function trainingRows(table: HourTable, first: number, end: number, least: number): number[] {
  const all = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  const measured = all.filter((row) => table.imputedHours[row] === 0);
  return measured.length >= least ? measured : all;
}
