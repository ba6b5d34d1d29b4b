import { longestLookBack } from './day-kind.ts';
import { type HourTable, hoursOfDay } from './hour-table.ts';

/** Forecasts the 24 local hours of `row` (currency per MWh) from rows before it; it never reads the row itself. */
export type DayForecaster = (table: HourTable, row: number) => Float64Array;

/** A forecasting model. One file each; combined by the ensemble. */
export interface Member {
  readonly name: string;
  /** Rows that must lie before `end` for {@link fit} to work. */
  readonly minRows: number;
  /** Learns from the rows before `end` and from nothing else. */
  fit(table: HourTable, end: number): DayForecaster;
}

/**
 * Forecasts `count` days from row `origin` on, each with the forecasts of the days before it as its lags.
 * The forecaster sees a copy that ends before `origin`, so later rows of the table cannot leak into the result.
 *
 * @returns one array of 24 hours a day
 */
export function rollForward(
  forecaster: DayForecaster,
  table: HourTable,
  origin: number,
  count: number,
): Float64Array[] {
  const start = Math.max(0, origin - longestLookBack);
  const known = origin - start;
  const rows = known + count;
  const prices = new Float64Array(rows * hoursOfDay).fill(Number.NaN);
  prices.set(table.prices.subarray(start * hoursOfDay, origin * hoursOfDay));
  const scratch: HourTable = {
    ...table,
    firstEpochDay: table.firstEpochDay + start,
    rows,
    prices,
    imputedHours: new Uint8Array(rows),
    withinHour: [],
    exogenous: (table.exogenous ?? []).map((series) =>
      series.slice(start * hoursOfDay, (start + rows) * hoursOfDay),
    ),
  };
  return Array.from({ length: count }, (_, step) => {
    const hours = forecaster(scratch, known + step);
    prices.set(hours, (known + step) * hoursOfDay);
    return hours;
  });
}

/** The plain mean, hour by hour, of at least one forecast of a day. */
export function meanOfDays(forecasts: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: hoursOfDay }, (_, hour) => {
    return forecasts.reduce((sum, forecast) => sum + (forecast[hour] as number), 0) / forecasts.length;
  });
}
