import { type NarrowFeatures, narrowFeatures, narrowLagRows, narrowScaleOf } from './features/narrow.ts';
import { hoursOfDay } from './hour-table.ts';
import { dot, factorize, solveFactorized } from './linear-algebra.ts';
import type { Member } from './member.ts';
import { fromScaled, medianOf } from './statistics.ts';
import { trainingRows } from './training-rows.ts';

/**
 * 24 linear models on the narrow features, fitted for the least absolute error by iteratively re-weighted least
 * squares with a small ridge (Schlossmacher 1973; the constants are the recipe's). Absolute error, because that is
 * what counts and because spikes then do not rule the coefficients.
 */

const ridgePerDay = 3e-3;
const reweightings = 4;
/** Residuals below this share of the median residual do not gain weight any more. */
const smallResidual = 0.1;

/** @param windowDays length of the training window, in days; a shorter history is used as it is */
export function arxL1(windowDays: number): Member {
  return {
    name: `arx-l1-${windowDays}`,
    minRows: 4 * 7 + narrowLagRows + 1,
    fit(table, end) {
      const first = Math.max(narrowLagRows + 1, end - windowDays);
      const scale = narrowScaleOf(table, first, end);
      const features = narrowFeatures(table, scale, first, end);
      const rows = trainingRows(table, first, end, features.columns);
      const coefficients = Array.from({ length: hoursOfDay }, (_, hour) => fitHour(features, rows, hour));
      const x = new Float64Array(features.columns);
      return (given, row) => {
        const now = narrowFeatures(given, scale, row, row + 1);
        return Float64Array.from(coefficients, (beta, hour) => {
          now.fill(x, 0, row, hour);
          return fromScaled(dot(beta, 0, x, 0, x.length), scale.price);
        });
      };
    },
  };
}

function fitHour(features: NarrowFeatures, rows: readonly number[], hour: number): Float64Array {
  const { columns } = features;
  const x = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    features.fill(x, index * columns, row, hour);
  });
  const y = Float64Array.from(rows, (row) => features.target(row, hour));
  const weights = new Float64Array(rows.length).fill(1);
  let beta = weightedRidge(x, y, weights, columns);
  for (let round = 0; round < reweightings; round++) {
    const residuals = y.map((value, index) => Math.abs(value - dot(x, index * columns, beta, 0, columns)));
    const middle = medianOf(residuals);
    // A series that is fitted without error has nothing left to weigh.
    if (!(middle > 1e-12)) return beta;
    residuals.forEach((residual, index) => {
      weights[index] = middle / Math.max(residual, smallResidual * middle);
    });
    beta = weightedRidge(x, y, weights, columns);
  }
  return beta;
}

/** Minimises Σ w (y - x b)² + λ n |b|². */
function weightedRidge(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  columns: number,
): Float64Array {
  const gram = new Float64Array(columns * columns);
  const moment = new Float64Array(columns);
  for (let row = 0; row < y.length; row++) {
    const at = row * columns;
    for (let i = 0; i < columns; i++) {
      const weighted = (weights[row] as number) * (x[at + i] as number);
      if (weighted === 0) continue;
      moment[i] = (moment[i] as number) + weighted * (y[row] as number);
      const gramRow = i * columns;
      for (let j = 0; j <= i; j++) {
        gram[gramRow + j] = (gram[gramRow + j] as number) + weighted * (x[at + j] as number);
      }
    }
  }
  for (let i = 0; i < columns; i++) {
    gram[i * columns + i] = (gram[i * columns + i] as number) + ridgePerDay * y.length;
  }
  factorize(gram, columns);
  solveFactorized(gram, columns, moment);
  return moment;
}
