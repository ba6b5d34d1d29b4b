import {
  type WideBlock,
  wideBlocks,
  wideFeatures,
  wideLagRows,
  wideMatrix,
  wideScaleOf,
} from './features/wide.ts';
import { hoursOfDay } from './hour-table.ts';
import { dot, factorize, gramOfRows, solveFactorized } from './linear-algebra.ts';
import type { Member } from './member.ts';
import { type AsinhScale, fromScaled } from './statistics.ts';
import { trainingRows } from './training-rows.ts';

/**
 * Kernel ridge regression on the wide features: days like the one ahead, weighted by how much they resemble it.
 * Laplace kernel plus a linear share; older days count as noisier (Saunders, Gammerman, Vovk 1998; constants: recipe).
 */

const linearShare = 0.3;
const noise = 0.1;
/** Days after which a day's noise has doubled. */
const noiseDoublesDays = 365;

function blockScale(block: WideBlock): number {
  if (block.kind === 'weekday') return 1.5;
  const scales: Record<number, number> =
    block.kind === 'price' ? { 1: 1, 2: 0.5, 3: 0.35, 7: 0.6 } : { 0: 1.8, 1: 0.6, 7: 0.4 };
  return scales[block.lag] as number;
}

/** @param windowDays length of the training window, in days; a shorter history is used as it is */
export function kernelRidge(windowDays: number): Member {
  return {
    name: `kernel-ridge-${windowDays}`,
    minRows: 4 * 7 + wideLagRows,
    fit(table, end) {
      const first = Math.max(wideLagRows, end - windowDays + wideLagRows);
      const scale = wideScaleOf(table, first - wideLagRows, end);
      const features = wideFeatures(table, scale, first, end);
      const rows = trainingRows(table, first, end, 4 * 7);
      const kernel = learnKernel(wideMatrix(features, rows), rows, end, scale.exogenous.length);
      const outputs = Array.from({ length: hoursOfDay }, (_, hour) => {
        return kernel.solve(Float64Array.from(rows, (row) => features.target(row, hour)));
      });
      const x = new Float64Array(features.columns);
      return (given, row) => {
        wideFeatures(given, scale, row, row + 1).fill(x, 0, row);
        const similarity = kernel.similarity(x);
        return Float64Array.from(outputs, ({ mean, alpha }, hour) => {
          const z = mean + dot(similarity, 0, alpha, 0, alpha.length);
          return fromScaled(z, scale.price[hour] as AsinhScale);
        });
      };
    },
  };
}

interface Kernel {
  solve(y: Float64Array): { mean: number; alpha: Float64Array };
  /** The kernel of a day, given by its raw features, with each training day. */
  similarity(raw: Float64Array): Float64Array;
}

function learnKernel(x: Float64Array, rows: readonly number[], end: number, exogenousCount: number): Kernel {
  const columns = x.length / rows.length;
  const scales = columnScales(exogenousCount);
  const means = new Float64Array(columns);
  x.forEach((value, index) => {
    const column = index % columns;
    x[index] = value * (scales[column] as number);
    means[column] = (means[column] as number) + (x[index] as number) / rows.length;
  });
  x.forEach((value, index) => {
    x[index] = value - (means[index % columns] as number);
  });
  const gram = gramOfRows(x, rows.length, columns);
  const norms = Float64Array.from(rows, (_, i) => gram[i * rows.length + i] as number);
  const size = norms.reduce((sum, norm) => sum + norm, 0) / norms.length || 1;
  const kernelOf = (product: number, normA: number, normB: number) =>
    Math.exp(-Math.sqrt(Math.max(normA + normB - 2 * product, 0) / (2 * size))) +
    (linearShare * product) / size;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j <= i; j++) {
      const at = i * rows.length + j;
      gram[at] = kernelOf(gram[at] as number, norms[i] as number, norms[j] as number);
    }
    const age = end - (rows[i] as number);
    const diagonal = i * rows.length + i;
    gram[diagonal] = (gram[diagonal] as number) + noise * 2 ** (age / noiseDoublesDays);
  }
  factorize(gram, rows.length);
  return {
    solve(y) {
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      const alpha = y.map((value) => value - mean);
      solveFactorized(gram, rows.length, alpha);
      return { mean, alpha };
    },
    similarity(raw) {
      const centred = raw.map((value, c) => value * (scales[c] as number) - (means[c] as number));
      const norm = dot(centred, 0, centred, 0, columns);
      return norms.map((other, i) => kernelOf(dot(x, i * columns, centred, 0, columns), other, norm));
    },
  };
}

function columnScales(exogenousCount: number): Float64Array {
  return Float64Array.from(
    wideBlocks(exogenousCount).flatMap((block) =>
      new Array<number>(block.kind === 'weekday' ? 7 : hoursOfDay).fill(blockScale(block)),
    ),
  );
}
