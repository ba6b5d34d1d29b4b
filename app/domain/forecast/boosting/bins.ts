import { quantileSorted } from '../statistics.ts';

/** At most so many values of a feature are told apart: then a histogram of a leaf is short, and its number one byte. */
export const mostBins = 64;

/** A table of features as trees see it. */
export interface BinnedFeatures {
  samples: number;
  /** Bin of each sample, `features * samples`: all samples of the first feature come first. */
  bins: Uint8Array;
  /** The same, sample by sample. */
  rows: Uint8Array;
  /** By feature: the largest value of each bin. */
  edges: Float64Array[];
}

/** @param x `samples * features`, row by row */
export function binned(x: Float64Array, features: number): BinnedFeatures {
  const samples = x.length / features;
  const bins = new Uint8Array(x.length);
  const rows = new Uint8Array(x.length);
  const edges = Array.from({ length: features }, (_, feature) => {
    const values = Float64Array.from(
      { length: samples },
      (_, sample) => x[sample * features + feature] as number,
    );
    const found = edgesOf(values.slice().sort());
    values.forEach((value, sample) => {
      const bin = binOf(found, value);
      bins[feature * samples + sample] = bin;
      rows[sample * features + feature] = bin;
    });
    return found;
  });
  return { samples, bins, rows, edges };
}

/** Quantiles, each once: a feature of few values has as many bins. */
function edgesOf(sorted: Float64Array): Float64Array {
  const quantiles = Array.from({ length: mostBins }, (_, bin) =>
    quantileSorted(sorted, (bin + 1) / mostBins),
  );
  return Float64Array.from(new Set(quantiles));
}

/** The first bin whose edge is not below a value. */
function binOf(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
