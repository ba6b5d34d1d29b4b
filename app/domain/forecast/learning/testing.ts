import { hoursOfDay } from '../hour-table.ts';
import { observe } from './observe.ts';
import { emptyState, type LearningState } from './state.ts';

/** Shared by the tests of this folder. */

export const constant = (price: number): Float64Array => new Float64Array(hoursOfDay).fill(price);

/** A state after `days` days at a price of 100 on which each member was wrong by as much as `errors` say. */
export function learnedFrom(
  days: number,
  errors: (day: number) => readonly (number | null)[],
): LearningState {
  const names = errors(0).map((_, index) => `member-${index}`);
  let state = emptyState(names);
  for (let day = 0; day < days; day++) {
    const forecasts = errors(day).map((error) => (error === null ? null : constant(100 + error)));
    state = observe(state, { epochDay: 20_000 + day, prices: constant(100), forecasts });
  }
  return state;
}
