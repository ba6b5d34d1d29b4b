/** The `share` quantile (0 to 1) of sorted values by linear interpolation; NaN when there are none. */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - below);
}

/** The median; NaN when there are no values. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileSorted(Float64Array.from(values).sort(), 0.5);
}

/** A scale that outliers do not move: asinh of the distance from the median in units of the MAD. */
export interface AsinhScale {
  median: number;
  /** Median absolute deviation, made comparable with a standard deviation; 1 for a series that does not move. */
  mad: number;
}

/**
 * Median and MAD of a series, for a transform that keeps price spikes from ruling a least-squares fit
 * (Uniejewski, Weron, Ziel 2018, "Variance stabilizing transformations for electricity spot price forecasting").
 */
export function asinhScaleOf(values: Float64Array): AsinhScale {
  const median = quantileSorted(Float64Array.from(values).sort(), 0.5);
  const distances = values.map((value) => Math.abs(value - median)).sort();
  const mad = quantileSorted(distances, 0.5) / normalConsistency;
  return { median, mad: mad < 1e-9 ? 1 : mad };
}

/** A price in the units of a scale. */
export function toScaled(price: number, { median, mad }: AsinhScale): number {
  return Math.asinh((price - median) / mad);
}

/** Back from a scale; what lies beyond 8 (1,490 MADs) is cut, as sinh would make any slip of a model huge. */
export function fromScaled(scaled: number, { median, mad }: AsinhScale): number {
  return Math.sinh(Math.min(8, Math.max(-8, scaled))) * mad + median;
}

/** MAD of the standard normal distribution. */
const normalConsistency = 0.6745;
