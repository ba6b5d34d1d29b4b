import { dayNumber } from '../market-day.ts';
import type { Backtest, PastForecast } from './backtest.ts';
import type { HourTable } from './hour-table.ts';
import type { Live } from './learning/live-forecast.ts';
import { stateFor } from './learning/state.ts';
import { rollForward } from './member.ts';
import { learnedMembers } from './members.ts';
import type { WeatherDay } from './weather.ts';

/**
 * What the nights before left of a zone: their forecasts, what was learned from how these turned out, and the last
 * lessons of the members that are too dear to teach while somebody waits.
 */
export interface Nights {
  /** A {@link LearningState} as it was stored. */
  state: unknown;
  /** What forecasts are made with now; null for the plain mean. */
  live: Live | null;
  /** The last forecasts that were judged, 24 local hours each as they were shown the day before. */
  forecasts: readonly { day: string; price: readonly number[] }[];
  /** What {@link learnedMembers} learned, by name, from so many series beside the prices. */
  lessons: Readonly<Record<string, { learned: unknown; inputs: number }>>;
  /** Of past days and of those ahead, as far as it is known. */
  weather: readonly WeatherDay[];
}

/** With fewer judged nights the last weeks lived through again tell more. */
const enoughNights = 14;

/** A look back in which days that a night forecast stand as they were shown, and what the nights learned goes on. */
export interface LookBack extends Backtest {
  /** What the nights let go live; undefined as long as they are too few. */
  live?: Live | null;
}

/** @param names of the members that take part, in the order of the state to return */
export function withNights(
  past: Backtest,
  nights: Nights | null,
  table: HourTable,
  names: readonly string[],
): LookBack {
  const shown = (nights?.forecasts ?? []).flatMap(({ day, price }) => shownAt(table, day, price));
  if (!nights || shown.length < enoughNights) return { ...past, state: stateFor(names, past.state) };
  const later = past.forecasts.filter(({ daysAhead }) => daysAhead > 0);
  return { state: stateFor(names, nights.state), live: nights.live, forecasts: [...shown, ...later] };
}

function shownAt(table: HourTable, day: string, price: readonly number[]): PastForecast[] {
  const row = dayNumber(day) - table.firstEpochDay;
  if (row < 0 || row >= table.rows) return [];
  const hours = Float64Array.from(price);
  return [{ row, daysAhead: 0, price: hours, mix: hours }];
}

/**
 * Forecasts of the members that had a lesson, `ahead` days from the end of the table. A lesson that does not fit
 * (another release made it, or other inputs) leaves its member out.
 */
export function learnedPaths(
  { lessons }: Nights,
  table: HourTable,
  ahead: number,
): { name: string; path: Float64Array[] }[] {
  const inputs = table.exogenous?.length ?? 0;
  return learnedMembers.flatMap(({ name, forecaster }) => {
    const lesson = lessons[name];
    if (lesson?.inputs !== inputs) return [];
    try {
      const path = rollForward(forecaster(lesson.learned), table, table.rows, ahead);
      return path.every((hours) => hours.every(Number.isFinite)) ? [{ name, path }] : [];
    } catch {
      return [];
    }
  });
}
