import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { type HourTable, hoursOfDay, weekdayOf } from './hour-table.ts';
import { lagRows, type Member } from './member.ts';
import { type AsinhScale, asinhScaleOf } from './statistics.ts';

/**
 * The expert model of the day-ahead literature, price only: for each hour a linear regression on the same hour 1,
 * 2 and 7 days before, minimum, maximum and last hour of the day before, and the weekday, in asinh-scaled prices.
 */

const features = 13;
const weekdayColumn = 6;
/** Ridge penalty for each training day: only keeps the normal equations solvable. */
const ridgePerDay = 1e-4;
/** How far, in scaled units, a forecast may leave the range it learned from; bounds what sinh makes of it. */
const extrapolation = 1;

/**
 * @param windowDays length of the training window, in days; a shorter history is used as it is
 */
export function expertArx(windowDays: number): Member {
  return {
    name: `expert-arx-${windowDays}`,
    minRows: 4 * 7 + lagRows,
    fit(table, end) {
      const first = Math.max(lagRows, end - windowDays);
      const window = table.prices.subarray((first - lagRows) * hoursOfDay, end * hoursOfDay);
      const scale = asinhScaleOf(window);
      const scaled = window.map((price) => toScaled(price, scale));
      const targets = targetRows(table, first, end);
      const coefficients = Array.from({ length: hoursOfDay }, (_, hour) =>
        fitHour(scaled, targets, first - lagRows, hour),
      );
      const bounds = {
        min: scaled.reduce((a, b) => Math.min(a, b)) - extrapolation,
        max: scaled.reduce((a, b) => Math.max(a, b)) + extrapolation,
      };
      return (given, row) => forecastDay(given, row, scale, coefficients, bounds);
    },
  };
}

function toScaled(price: number, scale: AsinhScale): number {
  return Math.asinh((price - scale.median) / scale.mad);
}

interface TargetRow {
  row: number;
  weekday: number;
}

/** Rows to learn from: imputed prices may serve as lags, but never as the truth; unless there is nothing else. */
function targetRows(table: HourTable, first: number, end: number): TargetRow[] {
  const all = Array.from({ length: end - first }, (_, index) => ({
    row: first + index,
    weekday: weekdayOf(table, first + index),
  }));
  const measured = all.filter(({ row }) => table.imputedHours[row] === 0);
  return measured.length >= 2 * features ? measured : all;
}

/** The coefficients of one hour, by least squares over the target rows. `scaled` starts at row `offset`. */
function fitHour(
  scaled: Float64Array,
  targets: readonly TargetRow[],
  offset: number,
  hour: number,
): number[] {
  const gram = Matrix.zeros(features, features);
  const moment = Matrix.zeros(features, 1);
  const sums = new Float64Array(features * features);
  const products = new Float64Array(features);
  const x = new Float64Array(features);
  for (const { row, weekday } of targets) {
    fillFeatures(x, scaled, row - offset, hour, weekday);
    const y = scaled[(row - offset) * hoursOfDay + hour] as number;
    accumulate(sums, products, x, y);
  }
  for (let i = 0; i < features; i++) {
    moment.set(i, 0, products[i] as number);
    for (let j = 0; j <= i; j++) {
      const value = sums[i * features + j] as number;
      gram.set(i, j, value);
      gram.set(j, i, value);
    }
    gram.set(i, i, gram.get(i, i) + ridgePerDay * targets.length);
  }
  return new CholeskyDecomposition(gram).solve(moment).to1DArray();
}

function fillFeatures(
  x: Float64Array,
  scaled: Float64Array,
  row: number,
  hour: number,
  weekday: number,
): void {
  const yesterday = (row - 1) * hoursOfDay;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = yesterday; index < yesterday + hoursOfDay; index++) {
    const value = scaled[index] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  x.fill(0);
  x[0] = scaled[yesterday + hour] as number;
  x[1] = scaled[(row - 2) * hoursOfDay + hour] as number;
  x[2] = scaled[(row - 7) * hoursOfDay + hour] as number;
  x[3] = min;
  x[4] = max;
  x[5] = scaled[yesterday + hoursOfDay - 1] as number;
  x[weekdayColumn + weekday] = 1;
}

/** Adds one observation to the lower triangle of X'X and to X'y; plain loops, as this is where the time goes. */
function accumulate(sums: Float64Array, products: Float64Array, x: Float64Array, y: number): void {
  for (let i = 0; i < features; i++) {
    const xi = x[i] as number;
    if (xi === 0) continue;
    products[i] = (products[i] as number) + xi * y;
    for (let j = 0; j <= i; j++) {
      sums[i * features + j] = (sums[i * features + j] as number) + xi * (x[j] as number);
    }
  }
}

function forecastDay(
  table: HourTable,
  row: number,
  scale: AsinhScale,
  coefficients: readonly (readonly number[])[],
  bounds: { min: number; max: number },
): Float64Array {
  const lags = table.prices.subarray((row - lagRows) * hoursOfDay, row * hoursOfDay);
  const scaled = lags.map((price) => toScaled(price, scale));
  const weekday = weekdayOf(table, row);
  const x = new Float64Array(features);
  return Float64Array.from(coefficients, (beta, hour) => {
    fillFeatures(x, scaled, lagRows, hour, weekday);
    const z = beta.reduce((sum, coefficient, index) => sum + coefficient * (x[index] as number), 0);
    return Math.sinh(Math.min(bounds.max, Math.max(bounds.min, z))) * scale.mad + scale.median;
  });
}
