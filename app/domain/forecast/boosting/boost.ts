import type { Random } from '../random.ts';
import { medianOf, quantileSorted } from '../statistics.ts';
import { binned } from './bins.ts';
import { answerOf, type GrowOptions, grow, type Tree, takeOff } from './tree.ts';

/** Trees whose answers add up, from a first guess on. Stored as it is. */
export interface Boosted {
  start: number;
  trees: Tree[];
}

export interface BoostOptions extends GrowOptions {
  /** How many trees. */
  rounds: number;
  /** Share of what a tree found that is taken in. */
  rate: number;
  /** Share of the features that a tree may ask for. */
  featureShare: number;
}

/**
 * Boosts trees for the absolute error: each is grown on the signs of the errors that are left, and its leaves say the
 * median of theirs.
 *
 * @param x `samples * features`, row by row
 * @param chances of each sample to be looked at by a tree, 0 to 1: what counts less is seen less often, which also makes
 *   trees differ
 */
export function boost(
  x: Float64Array,
  features: number,
  y: Float64Array,
  chances: Float64Array,
  options: BoostOptions,
  random: Random,
): Boosted {
  const table = binned(x, features);
  const start = medianOf(y);
  const left = y.map((value) => value - start);
  const signs = new Int8Array(left.length);
  const trees: Tree[] = [];
  for (let round = 0; round < options.rounds; round++) {
    for (let sample = 0; sample < left.length; sample++) signs[sample] = Math.sign(left[sample] as number);
    const seen = chosen(chances, random);
    const asked = random.permutation(features).subarray(0, Math.ceil(features * options.featureShare));
    const grown = grow(table, signs, seen, Array.from(asked), options, (samples) => {
      const errors = new Float64Array(samples.length);
      for (let index = 0; index < errors.length; index++)
        errors[index] = left[samples[index] as number] as number;
      return options.rate * quantileSorted(errors.sort(), 0.5);
    });
    takeOff(grown, table, left);
    trees.push(grown.tree);
  }
  return { start, trees };
}

/** What the trees say together for the features from `at` on. */
export function boostedAnswer({ start, trees }: Boosted, x: Float64Array, at: number): number {
  return trees.reduce((sum, tree) => sum + answerOf(tree, x, at), start);
}

function chosen(chances: Float64Array, random: Random): Uint32Array {
  const samples = new Uint32Array(chances.length);
  let count = 0;
  for (let sample = 0; sample < chances.length; sample++) {
    if (random.uniform() < (chances[sample] as number)) samples[count++] = sample;
  }
  return samples.slice(0, count);
}
