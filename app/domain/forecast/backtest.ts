import { type HourTable, hoursOfDay } from './hour-table.ts';
import { type Blend, blenderOf } from './learning/blend.ts';
import { observe } from './learning/observe.ts';
import { emptyState, type LearningState } from './learning/state.ts';
import { type DayForecaster, type Member, rollForward } from './member.ts';

/** A day as it would have been forecast, from nothing but what was known then. */
export interface PastForecast extends Pick<Blend, 'price' | 'mix'> {
  row: number;
  /** 0 for a day that follows the last known one. */
  daysAhead: number;
}

export interface Backtest {
  /** What was learned on the way: weights, bias and band for the next day. */
  state: LearningState;
  forecasts: PastForecast[];
}

/** Days looked back on. */
const backtestDays = 56;
/** The members are fitted anew every week while looking back: daily would cost seven times as much for the same band. */
const refitEveryDays = 7;

/**
 * Lives through the last weeks again: every day is forecast with what was learned from the days before it, and then
 * learned from.
 *
 * @param daysAhead how many days each of them looks ahead
 */
export function backtest(members: readonly Member[], table: HourTable, daysAhead: number): Backtest {
  const least = Math.max(...members.map(({ minRows }) => minRows));
  const forecasts: PastForecast[] = [];
  let state = emptyState(members.map(({ name }) => name));
  let forecasters: DayForecaster[] = [];
  const first = Math.max(least, table.rows - backtestDays);
  for (let origin = first; origin < table.rows; origin++) {
    if ((origin - first) % refitEveryDays === 0) {
      forecasters = members.map((member) => member.fit(table, origin));
    }
    const paths = pathsOf(forecasters, table, origin, Math.min(daysAhead, table.rows - origin));
    const blend = blenderOf(state);
    paths.forEach((ofMembers, ahead) => {
      const { price, mix } = blend(ofMembers, table.firstEpochDay + origin + ahead);
      forecasts.push({ price, mix, row: origin + ahead, daysAhead: ahead });
    });
    state = afterDay(state, table, origin, paths[0] ?? []);
  }
  return { state, forecasts };
}

/** Forecasts of `count` days from row `origin` on: for each day one of every member, each on its own lags. */
export function pathsOf(
  forecasters: readonly DayForecaster[],
  table: HourTable,
  origin: number,
  count: number,
): Float64Array[][] {
  const byMember = forecasters.map((forecaster) => rollForward(forecaster, table, origin, count));
  return Array.from({ length: count }, (_, day) => byMember.map((path) => path[day] as Float64Array));
}

function afterDay(
  state: LearningState,
  table: HourTable,
  row: number,
  forecasts: readonly Float64Array[],
): LearningState {
  // What was made up to fill a hole is nothing to learn from.
  if (table.imputedHours[row] !== 0) return state;
  const prices = table.prices.subarray(row * hoursOfDay, (row + 1) * hoursOfDay);
  return observe(state, { epochDay: table.firstEpochDay + row, prices, forecasts });
}
