import { type HourTable, hoursOfDay } from './hour-table.ts';
import { trailingDays, weightsOf } from './learning/blend.ts';
import { liveWeights } from './learning/live-forecast.ts';
import { mae, meanError, retailMape, savingCaptured, smape, wape } from './metrics.ts';
import type { LookBack } from './nights.ts';
import { medianOf } from './statistics.ts';

/**
 * How good forecasts for the day ahead were over the last four weeks. Errors are in currency per MWh, shares in
 * percent; null where there is nothing to divide by.
 */
export interface Accuracy {
  /** Days that were judged. */
  days: number;
  mae: number;
  /** MAE over the MAE of "the same hour a week before", a ratio. */
  rmae: number | null;
  /** Mean of forecast minus price. */
  bias: number;
  /** Error of the price that a household pays, market + 0.15 a kWh, with VAT. */
  retailMape: number;
  /** Sum of errors over sum of prices, each without its sign. */
  wape: number | null;
  smape: number;
  /** Share of the hours whose price lay in the band; null before there was one. */
  coverage: number | null;
  /** Share of the saving of perfect foresight that is kept when each day's 4 cheapest hours are chosen by the forecast. */
  captured4h: number;
  /** What the forecast is made of; `mae` is null for a member without a past. */
  members: { name: string; weight: number; mae: number | null }[];
  /** By local hour, 24 of them; the median error is what half of is taken off. */
  hours: { mae: number; medianError: number }[];
}

/** @returns null when there is no measured day to judge by */
export function accuracyOf({ state, live, forecasts }: LookBack, table: HourTable): Accuracy | null {
  const judged = forecasts
    .filter(({ row, daysAhead }) => daysAhead === 0 && table.imputedHours[row] === 0)
    .slice(-trailingDays);
  if (judged.length === 0) return null;
  const rows = judged.map(({ row }) => row);
  const actual = pricesOf(table, rows);
  const forecast = joined(judged.map(({ price }) => price));
  const naiveMae = rows.every((row) => row >= 7) ? mae(pricesOf(table, rows, 7), actual) : 0;
  const days = state.days.slice(-trailingDays);
  const weights =
    live === undefined
      ? weightsOf(
          state,
          state.members.map(() => true),
        )
      : liveWeights(live, state.members);
  return {
    days: judged.length,
    mae: mae(forecast, actual),
    rmae: finite(mae(forecast, actual) / naiveMae),
    bias: meanError(forecast, actual),
    retailMape: retailMape(forecast, actual),
    wape: finite(wape(forecast, actual)),
    smape: smape(forecast, actual),
    coverage: finite(100 * mean(days.flatMap(({ coverage }) => coverage ?? []))),
    captured4h: savingCaptured(joined(judged.map(({ mix }) => mix)), actual),
    members: state.members.map((name, member) => ({
      name,
      weight: weights[member] as number,
      mae: finite(mean(days.flatMap(({ memberError }) => memberError[member] ?? []))),
    })),
    hours: Array.from({ length: hoursOfDay }, (_, hour) => {
      const errors = errorsOf(forecast, actual).filter((_error, index) => index % hoursOfDay === hour);
      return { mae: mean(errors.map(Math.abs)), medianError: medianOf(errors) };
    }),
  };
}

function pricesOf(table: HourTable, rows: readonly number[], daysBefore = 0): Float64Array {
  return joined(
    rows.map((row) => {
      const from = (row - daysBefore) * hoursOfDay;
      return table.prices.subarray(from, from + hoursOfDay);
    }),
  );
}

function joined(days: readonly Float64Array[]): Float64Array {
  return Float64Array.from(days.flatMap((day) => [...day]));
}

function errorsOf(forecast: Float64Array, actual: Float64Array): number[] {
  return Array.from(forecast, (price, index) => price - (actual[index] as number));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
