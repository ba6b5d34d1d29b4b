import { dayKindOf, longestLookBack, rowsBefore } from '../day-kind.ts';
import { type HourTable, hoursOfDay } from '../hour-table.ts';
import { type AsinhScale, asinhScaleOf, toScaled } from '../statistics.ts';

/**
 * The day-wide features of LEAR (Lago, Marcjasz, De Schutter, Weron 2021): all 24 prices of the days 1, 2, 3 and 7
 * before, all 24 values of each exogenous series of the day itself and of 1 and 7 days before, and the weekday:
 * 247 columns with two exogenous series. Each hour of the day has its own median and MAD.
 */
export interface WideScale {
  /** 24 scales. */
  price: AsinhScale[];
  /** 24 scales for each exogenous series. */
  exogenous: AsinhScale[][];
}

export interface WideFeatures {
  readonly columns: number;
  fill(x: Float64Array, at: number, row: number): void;
  /** The scaled price of an hour. */
  target(row: number, hour: number): number;
}

/** What a block of 24 columns holds, or the 7 weekday columns; to scale whole blocks by. */
export type WideBlock = { kind: 'price' | 'exogenous'; lag: number } | { kind: 'weekday' };

const priceLags = [1, 2, 3, 7];
const exogenousLags = [0, 1, 7];
/** Rows before the first one that {@link WideFeatures.fill} needs. */
export const wideLagRows = 7;

/** The blocks in the order of the columns. */
export function wideBlocks(exogenousCount: number): WideBlock[] {
  const ofExogenous = exogenousLags.map((lag): WideBlock => ({ kind: 'exogenous', lag }));
  return [
    ...priceLags.map((lag): WideBlock => ({ kind: 'price', lag })),
    ...Array.from({ length: exogenousCount }, () => ofExogenous).flat(),
    { kind: 'weekday' },
  ];
}

/** Scales of each hour over the rows `first` up to and without `end`. */
export function wideScaleOf(table: HourTable, first: number, end: number): WideScale {
  const scales = (series: Float64Array) =>
    Array.from({ length: hoursOfDay }, (_, hour) => {
      const column = Float64Array.from(
        { length: end - first },
        (_, row) => series[(first + row) * hoursOfDay + hour] as number,
      );
      return asinhScaleOf(column);
    });
  return { price: scales(table.prices), exogenous: (table.exogenous ?? []).map(scales) };
}

/** Features of the rows `first` up to and without `end`; prices of row `end - 1` are only needed as a target. */
export function wideFeatures(table: HourTable, scale: WideScale, first: number, end: number): WideFeatures {
  const offset = Math.max(0, first - longestLookBack);
  const scaled = (series: Float64Array, scales: AsinhScale[]) =>
    series
      .slice(offset * hoursOfDay, end * hoursOfDay)
      .map((value, index) => toScaled(value, scales[index % hoursOfDay] as AsinhScale));
  const z = scaled(table.prices, scale.price);
  const exogenous = scale.exogenous.map((scales, index) =>
    scaled(table.exogenous?.[index] as Float64Array, scales),
  );
  const blocks = [
    ...priceLags.map((lag) => ({ series: z, lag })),
    ...exogenous.flatMap((series) => exogenousLags.map((lag) => ({ series, lag }))),
  ];
  return {
    columns: blocks.length * hoursOfDay + 7,
    target: (row, hour) => z[(row - offset) * hoursOfDay + hour] as number,
    fill(x, at, row) {
      const rowBefore = rowsBefore(table, row);
      let next = at;
      for (const { series, lag } of blocks) {
        const from = (rowBefore(lag) - offset) * hoursOfDay;
        for (let hour = 0; hour < hoursOfDay; hour++) x[next++] = series[from + hour] as number;
      }
      x.fill(0, next, next + 7);
      x[next + dayKindOf(table, row)] = 1;
    },
  };
}

/** The features of many rows, row-major. */
export function wideMatrix(features: WideFeatures, rows: readonly number[]): Float64Array {
  const x = new Float64Array(rows.length * features.columns);
  rows.forEach((row, index) => {
    features.fill(x, index * features.columns, row);
  });
  return x;
}
