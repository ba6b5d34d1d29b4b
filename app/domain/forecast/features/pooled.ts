import { dayKindOf, longestLookBack, rowsBefore } from '../day-kind.ts';
import { type HourTable, hoursOfDay } from '../hour-table.ts';
import { toScaled } from '../statistics.ts';
import { daySummaries } from './day-summaries.ts';
import { type NarrowScale, scaledExogenous } from './narrow.ts';

/**
 * The features of one hour for a model that learns all hours together: the hour itself is one of them, and each series
 * stands as it is and as its changes, as a tree can only cut along one feature at a time.
 */
export interface PooledFeatures {
  /** Number of columns. */
  readonly columns: number;
  /** Writes the features of an hour of a row (both as in the table) to `x` from `at` on. */
  fill(x: Float64Array, at: number, row: number, hour: number): void;
  /** The scaled price: what is learned and forecast. */
  target(row: number, hour: number): number;
  /** The mean of the scaled prices of yesterday and of the day alike a week ago: what a change is a change from. */
  usual(row: number, hour: number): number;
}

const lags = [1, 2, 3, 7];
/** Hours around the same one of yesterday. */
const neighbours = [-2, -1, 1, 2];
/** Yesterday's night, morning, noon and evening. */
const landmarks = [3, 8, 12, 18, 21];
const exogenousSteps = [-3, -1, 1, 3];
const exogenousLags = [1, 7];
const ofPrices = lags.length + neighbours.length + landmarks.length + 6;
const ofSeries = 1 + exogenousSteps.length + exogenousLags.length + 3;
const ofCalendar = 3;
/** Rows before the first one that {@link PooledFeatures.fill} needs. */
export const pooledLagRows = 7;

/** Features of the rows `first` up to and without `end`; prices of row `end - 1` are only needed as a target. */
export function pooledFeatures(
  table: HourTable,
  scale: NarrowScale,
  first: number,
  end: number,
): PooledFeatures {
  const offset = Math.max(0, first - longestLookBack);
  const prices = table.prices.slice(offset * hoursOfDay, end * hoursOfDay);
  const z = prices.map((price) => toScaled(price, scale.price));
  const exogenous = withDifferences(scaledExogenous(table, scale, offset, end)).map((values) => ({
    values,
    means: daySummaries(values).mean,
  }));
  const days = daySummaries(z);
  return {
    columns: ofPrices + exogenous.length * ofSeries + ofCalendar,
    target: (row, hour) => z[(row - offset) * hoursOfDay + hour] as number,
    usual(row, hour) {
      const rowBefore = rowsBefore(table, row);
      const before = (days: number) => z[(rowBefore(days) - offset) * hoursOfDay + hour] as number;
      return (before(1) + before(7)) / 2;
    },
    fill(x, at, row, hour) {
      const day = row - offset;
      const here = day * hoursOfDay + hour;
      const yesterday = (day - 1) * hoursOfDay;
      const rowBefore = rowsBefore(table, row);
      const dayBefore = (days: number) => rowBefore(days) - offset;
      const hourBefore = (days: number) => dayBefore(days) * hoursOfDay + hour;
      let next = at;
      for (const lag of lags) x[next++] = z[hourBefore(lag)] as number;
      for (const step of neighbours) x[next++] = z[yesterday + within(hour + step)] as number;
      for (const landmark of landmarks) x[next++] = z[yesterday + landmark] as number;
      x[next++] = days.min[day - 1] as number;
      x[next++] = days.max[day - 1] as number;
      x[next++] = z[day * hoursOfDay - 1] as number;
      for (const lag of [1, 2, 7]) x[next++] = days.mean[dayBefore(lag)] as number;
      for (const { values, means } of exogenous) {
        const now = values[here] as number;
        const mean = means[day] as number;
        x[next++] = now;
        for (const step of exogenousSteps) {
          x[next++] = (values[day * hoursOfDay + within(hour + step)] as number) - now;
        }
        for (const lag of exogenousLags) x[next++] = now - (values[hourBefore(lag)] as number);
        x[next++] = mean;
        x[next++] = mean - (means[day - 1] as number);
        x[next++] = rankOf(values, day, hour);
      }
      x[next++] = hour;
      x[next++] = dayKindOf(table, row);
      x[next++] = dayOfYear(table.firstEpochDay + row);
    },
  };
}

/** Beside the series the difference of each two: load without wind is what is left to others. */
function withDifferences(series: readonly Float64Array[]): Float64Array[] {
  const differences = series.flatMap((one, index) =>
    series.slice(index + 1).map((other) => one.map((value, at) => value - (other[at] as number))),
  );
  return [...series, ...differences];
}

const within = (hour: number): number => Math.min(hoursOfDay - 1, Math.max(0, hour));

/** How many hours of the day are below this one. */
function rankOf(values: Float64Array, day: number, hour: number): number {
  const from = day * hoursOfDay;
  const own = values[from + hour] as number;
  let rank = 0;
  for (let other = 0; other < hoursOfDay; other++) if ((values[from + other] as number) < own) rank++;
  return rank;
}

function dayOfYear(epochDay: number): number {
  const date = new Date(epochDay * 86_400_000);
  return epochDay - Date.UTC(date.getUTCFullYear(), 0, 1) / 86_400_000;
}
