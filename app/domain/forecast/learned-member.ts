import type { HourTable } from './hour-table.ts';
import type { DayForecaster } from './member.ts';

/**
 * A member that is too dear to learn from scratch every night: what it learned is a value, stored between nights and
 * carried on. Between two lessons its scales and weights stand still; the newest lags are still used.
 */
export interface LearnedMember<Learned> {
  readonly name: string;
  readonly minRows: number;
  /** Learns from rows before `end`; from scratch without `before`, else a short lesson on top of it. */
  learn(table: HourTable, end: number, before: Learned | null): Learned;
  forecaster(learned: Learned): DayForecaster;
}

/** Nights between two lessons. */
export const lessonEveryDays = 7;
/** Days of history that a lesson takes in, where there are so many. */
export const lessonDays = 1456;
