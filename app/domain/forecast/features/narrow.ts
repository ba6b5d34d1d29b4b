import { dayKindOf, longestLookBack, rowsBefore } from '../day-kind.ts';
import { type HourTable, hoursOfDay } from '../hour-table.ts';
import { type AsinhScale, asinhScaleOf, toScaled } from '../statistics.ts';
import { daySummaries } from './day-summaries.ts';

/**
 * The expert features of one hour (32 with two exogenous series): its own lags, the course of the days before, load
 * and wind around the hour, their squares and product, and the weekday. After Ziel and Weron 2018 ("Day-ahead
 * electricity price forecasting with high-dimensional structures"), widened as the project's recipe describes.
 */

/** One scale for all hours of a window; plain data, stored with what was learned in it. */
export interface NarrowScale {
  price: AsinhScale;
  exogenous: { mean: number; deviation: number }[];
}

export interface NarrowFeatures {
  /** Number of columns. */
  readonly columns: number;
  /** Writes the features of an hour of a row (both as in the table) to `x` from `at` on. */
  fill(x: Float64Array, at: number, row: number, hour: number): void;
  /** The scaled price: what is learned and forecast. */
  target(row: number, hour: number): number;
}

const lags = [1, 2, 3, 7];
const exogenousLags = [0, 1, 7];
/** Rows before the first one that {@link NarrowFeatures.fill} needs. */
export const narrowLagRows = 7;

/** Median and MAD of the prices, mean and standard deviation of each exogenous series, over rows `first` to `end`. */
export function narrowScaleOf(table: HourTable, first: number, end: number): NarrowScale {
  const [from, to] = [first * hoursOfDay, end * hoursOfDay];
  return {
    price: asinhScaleOf(table.prices.subarray(from, to)),
    exogenous: (table.exogenous ?? []).map((series) => momentsOf(series.subarray(from, to))),
  };
}

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) + 1e-9 };
}

/** What each exogenous series has in rows `first` up to and without `end`, as deviations from its mean. */
export function scaledExogenous(
  table: HourTable,
  scale: NarrowScale,
  first: number,
  end: number,
): Float64Array[] {
  return (table.exogenous ?? []).slice(0, scale.exogenous.length).map((series, index) => {
    const { mean, deviation } = scale.exogenous[index] as NarrowScale['exogenous'][number];
    return series.slice(first * hoursOfDay, end * hoursOfDay).map((value) => (value - mean) / deviation);
  });
}

/** Features of the rows `first` up to and without `end`; prices of row `end - 1` are only needed as a target. */
export function narrowFeatures(
  table: HourTable,
  scale: NarrowScale,
  first: number,
  end: number,
): NarrowFeatures {
  const offset = Math.max(0, first - longestLookBack);
  const prices = table.prices.slice(offset * hoursOfDay, end * hoursOfDay);
  const z = prices.map((price) => toScaled(price, scale.price));
  const exogenous = scaledExogenous(table, scale, offset, end);
  const days = daySummaries(z);
  const exogenousMeans = exogenous.map((series) => daySummaries(series).mean);
  const count = exogenous.length;
  return {
    columns: lags.length + count * 6 + (count * (count - 1)) / 2 + 6 + count + 7,
    target: (row, hour) => z[(row - offset) * hoursOfDay + hour] as number,
    fill(x, at, row, hour) {
      const day = row - offset;
      const here = day * hoursOfDay + hour;
      const rowBefore = rowsBefore(table, row);
      const dayBefore = (days: number) => rowBefore(days) - offset;
      const hourBefore = (days: number) => dayBefore(days) * hoursOfDay + hour;
      let next = at;
      for (const lag of lags) x[next++] = z[hourBefore(lag)] as number;
      for (let k = 0; k < count; k++) {
        const series = exogenous[k] as Float64Array;
        const now = series[here] as number;
        for (const lag of exogenousLags) x[next++] = series[hourBefore(lag)] as number;
        x[next++] = now * now;
        x[next++] = hour < hoursOfDay - 1 ? (series[here + 1] as number) : now;
        x[next++] = hour > 0 ? (series[here - 1] as number) : now;
        for (let other = 0; other < k; other++) {
          x[next++] = now * ((exogenous[other] as Float64Array)[here] as number);
        }
        x[next++] = (exogenousMeans[k] as Float64Array)[day] as number;
      }
      x[next++] = days.min[day - 1] as number;
      x[next++] = days.max[day - 1] as number;
      x[next++] = z[day * hoursOfDay - 1] as number;
      x[next++] = days.mean[day - 1] as number;
      x[next++] = days.mean[day - 2] as number;
      x[next++] = days.mean[dayBefore(7)] as number;
      x.fill(0, next, next + 7);
      x[next + dayKindOf(table, row)] = 1;
    },
  };
}
