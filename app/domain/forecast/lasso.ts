/**
 * LASSO by coordinate descent on the Gram matrix (Friedman, Hastie, Tibshirani 2010, "covariance updates"):
 * minimises 1/2 w'Gw - c'w + Σ penalty_j |w_j| with G = X'X / n and c = X'y / n of centred columns. All 24 hours
 * share G, so an hour costs nothing that depends on the number of days.
 */
export interface LassoProblem {
  /** `size * size`, both triangles. */
  gram: Float64Array;
  moment: Float64Array;
  size: number;
}

const tolerance = 1e-4;

/**
 * Improves `weights` in place until no coordinate moves by more than the tolerance, in deviations of the target.
 *
 * @param penalties one for each coefficient
 */
export function descend(
  { gram, moment, size }: LassoProblem,
  penalties: Float64Array,
  weights: Float64Array,
  maxSweeps = 200,
): void {
  const gradient = moment.slice();
  for (let j = 0; j < size; j++) move(gradient, gram, size, j, weights[j] as number);
  for (let sweep = 0, whole = true; sweep < maxSweeps; sweep++) {
    let largest = 0;
    for (let j = 0; j < size; j++) {
      const before = weights[j] as number;
      // Between whole sweeps only coefficients that are in use are looked at.
      if (!whole && before === 0) continue;
      const curvature = gram[j * size + j] as number;
      if (curvature < 1e-12) continue;
      const rho = (gradient[j] as number) + curvature * before;
      const after = softThreshold(rho, penalties[j] as number) / curvature;
      if (after === before) continue;
      weights[j] = after;
      move(gradient, gram, size, j, after - before);
      largest = Math.max(largest, Math.abs(after - before) * Math.sqrt(curvature));
    }
    if (largest >= tolerance) whole = false;
    else if (whole) return;
    else whole = true;
  }
}

/** The gradient after coefficient `j` changed by `change`. */
function move(gradient: Float64Array, gram: Float64Array, size: number, j: number, change: number): void {
  if (change === 0) return;
  const row = j * size;
  for (let i = 0; i < size; i++) gradient[i] = (gradient[i] as number) - change * (gram[row + i] as number);
}

function softThreshold(value: number, by: number): number {
  if (value > by) return value - by;
  return value < -by ? value + by : 0;
}

/** The share of the target's variance that the weights leave over: `(v - 2 c'w + w'Gw) / v`. */
export function residualShare(
  { gram, moment, size }: LassoProblem,
  weights: Float64Array,
  variance: number,
): number {
  let rest = variance;
  for (let i = 0; i < size; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    let product = 0;
    for (let j = 0; j < size; j++) product += (gram[i * size + j] as number) * (weights[j] as number);
    rest += weight * (product - 2 * (moment[i] as number));
  }
  return Math.max(rest, 0) / variance;
}
