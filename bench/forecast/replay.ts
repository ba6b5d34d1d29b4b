import { type HourTable, hoursOfDay } from '@eo/app/domain/forecast/hour-table.ts';
import { blend } from '@eo/app/domain/forecast/learning/blend.ts';
import { observe } from '@eo/app/domain/forecast/learning/observe.ts';
import { emptyState, type LearningState } from '@eo/app/domain/forecast/learning/state.ts';

/** What would have been shown on each day, `days * 24` each, EUR/MWh. */
export interface Shown {
  plainMean: Float64Array;
  /** Weighted, before the bias is taken off: what hours are ranked by. */
  mix: Float64Array;
  price: Float64Array;
  p10: Float64Array;
  p90: Float64Array;
  state: LearningState;
}

/**
 * Plays the nightly learning over the walks of all members: each day is blended by the state of the day before, and
 * observed after.
 */
export function replay(table: HourTable, names: readonly string[], walks: readonly Float64Array[]): Shown {
  const hours = walks[0]?.length ?? 0;
  const days = hours / hoursOfDay;
  const make = () => new Float64Array(hours);
  const shown = { plainMean: make(), mix: make(), price: make(), p10: make(), p90: make() };
  let state = emptyState(names);
  for (let day = 0; day < days; day++) {
    const from = day * hoursOfDay;
    const forecasts = walks.map((walk) => walk.subarray(from, from + hoursOfDay));
    const row = table.rows - days + day;
    const epochDay = table.firstEpochDay + row;
    const { mix, price, band } = blend(state, forecasts, epochDay);
    for (let hour = 0; hour < hoursOfDay; hour++) {
      const said = price[hour] as number;
      const sum = forecasts.reduce((total, forecast) => total + (forecast[hour] as number), 0);
      shown.plainMean[from + hour] = sum / forecasts.length;
      shown.mix[from + hour] = mix[hour] as number;
      shown.price[from + hour] = said;
      shown.p10[from + hour] = said + (band?.below[hour] ?? 0);
      shown.p90[from + hour] = said + (band?.above[hour] ?? 0);
    }
    const prices = table.prices.subarray(row * hoursOfDay, (row + 1) * hoursOfDay);
    state = observe(state, { epochDay, prices, forecasts });
  }
  return { ...shown, state };
}
