import { type BinnedFeatures, mostBins } from './bins.ts';

/**
 * A regression tree, node after node, the root first; three numbers a node: feature, threshold, left child. A value up to
 * the threshold goes left, any other to the node after the left child. A leaf has the feature -1, and its answer in place
 * of the threshold. Stored as it is.
 */
export type Tree = Float64Array;

/** A tree beside the table that it was grown on. */
export interface GrownTree {
  tree: Tree;
  /** Bin of the threshold of each node. */
  bins: Uint8Array;
}

const nodeSize = 3;
const leafMark = -1;

export interface GrowOptions {
  /** Leaves of the whole tree. */
  leaves: number;
  /** Samples that a leaf has at least. */
  leastSamples: number;
  /** Takes part in each denominator, so that small leaves gain less. */
  lambda: number;
}

interface Leaf {
  /** Where it stands in the tree. */
  node: number;
  samples: Uint32Array;
  /** Sum of signs and number of samples, two each, by feature and bin. */
  histogram: Int32Array;
  split: Split | null;
}

interface Split {
  /** Place among the features looked at. */
  place: number;
  bin: number;
  gain: number;
}

/**
 * Grows a tree best leaf first, for the absolute error: a split is as good as it parts errors above zero from those
 * below. Friedman 2001 ("Greedy function approximation"), on histograms as in LightGBM (Ke et al. 2017).
 *
 * @param signs of each sample's error: -1, 0, 1
 * @param samples that it is grown on
 * @param features that it may ask for
 * @param answerFor what a leaf says for its samples
 */
export function grow(
  { bins, edges, samples: count }: BinnedFeatures,
  signs: Int8Array,
  samples: Uint32Array,
  features: readonly number[],
  options: GrowOptions,
  answerFor: (samples: Uint32Array) => number,
): GrownTree {
  const nodes: number[] = [];
  const thresholdBins: number[] = [];
  const addNode = (): number => nodes.push(leafMark, 0, 0) / nodeSize - 1;
  const columns = features.map((feature) => bins.subarray(feature * count, (feature + 1) * count));
  const leafOf = (node: number, samples: Uint32Array, histogram: Int32Array): Leaf => ({
    node,
    samples,
    histogram,
    split: bestSplit(histogram, features.length, samples.length, options),
  });
  const leaves = [leafOf(addNode(), samples, histogramOf(columns, signs, samples))];
  while (leaves.length < options.leaves) {
    const place = leaves.reduce((best, leaf, at) => (gainOf(leaf) > gainOf(leaves[best]) ? at : best), 0);
    const { node, samples, histogram, split } = leaves[place] as Leaf;
    if (!split) break;
    const [left, right] = parted(samples, columns[split.place] as Uint8Array, split.bin);
    // The smaller child is counted, the larger one is what is left of its parent.
    const isLeftSmaller = left.length < right.length;
    const smaller = histogramOf(columns, signs, isLeftSmaller ? left : right);
    const larger = histogram.map((value, index) => value - (smaller[index] as number));
    const [leftNode, rightNode] = [addNode(), addNode()];
    const feature = features[split.place] as number;
    nodes.splice(node * nodeSize, nodeSize, feature, edges[feature]?.[split.bin] as number, leftNode);
    thresholdBins[node] = split.bin;
    leaves[place] = leafOf(leftNode, left, isLeftSmaller ? smaller : larger);
    leaves.push(leafOf(rightNode, right, isLeftSmaller ? larger : smaller));
  }
  for (const leaf of leaves) nodes[leaf.node * nodeSize + 1] = answerFor(leaf.samples);
  return { tree: Float64Array.from(nodes), bins: Uint8Array.from(thresholdBins) };
}

/** What a tree says for the features from `at` on. */
export function answerOf(tree: Tree, x: Float64Array, at: number): number {
  let node = 0;
  for (;;) {
    const feature = tree[node] as number;
    const threshold = tree[node + 1] as number;
    if (feature === leafMark) return threshold;
    const isLeft = (x[at + feature] as number) <= threshold;
    node = ((tree[node + 2] as number) + (isLeft ? 0 : 1)) * nodeSize;
  }
}

/** Takes what a tree says for each sample off it; by bins, as whole numbers are compared faster. */
export function takeOff(
  { tree, bins }: GrownTree,
  { rows, edges, samples }: BinnedFeatures,
  values: Float64Array,
): void {
  const count = tree.length / nodeSize;
  const features = Int16Array.from({ length: count }, (_, node) => tree[node * nodeSize] as number);
  const lefts = Int16Array.from({ length: count }, (_, node) => tree[node * nodeSize + 2] as number);
  const width = edges.length;
  for (let sample = 0; sample < samples; sample++) {
    const at = sample * width;
    let node = 0;
    let feature = features[0] as number;
    while (feature !== leafMark) {
      const isLeft = (rows[at + feature] as number) <= (bins[node] as number);
      node = (lefts[node] as number) + (isLeft ? 0 : 1);
      feature = features[node] as number;
    }
    values[sample] = (values[sample] as number) - (tree[node * nodeSize + 1] as number);
  }
}

const gainOf = (leaf: Leaf | undefined): number => leaf?.split?.gain ?? 0;

function histogramOf(columns: readonly Uint8Array[], signs: Int8Array, samples: Uint32Array): Int32Array {
  const histogram = new Int32Array(columns.length * mostBins * 2);
  const own = new Int8Array(samples.length);
  for (let index = 0; index < own.length; index++) own[index] = signs[samples[index] as number] as number;
  columns.forEach((column, place) => {
    const base = place * mostBins * 2;
    for (let index = 0; index < samples.length; index++) {
      const at = base + 2 * (column[samples[index] as number] as number);
      histogram[at] = (histogram[at] as number) + (own[index] as number);
      histogram[at + 1] = (histogram[at + 1] as number) + 1;
    }
  });
  return histogram;
}

function bestSplit(
  histogram: Int32Array,
  features: number,
  samples: number,
  { leastSamples, lambda }: GrowOptions,
): Split | null {
  let best: Split | null = null;
  if (samples < 2 * leastSamples) return best;
  const sumOf = (place: number): number => {
    let sum = 0;
    for (let bin = 0; bin < mostBins; bin++) sum += histogram[(place * mostBins + bin) * 2] as number;
    return sum;
  };
  const sum = sumOf(0);
  const whole = sum ** 2 / (samples + lambda);
  for (let place = 0; place < features; place++) {
    let [leftSum, leftCount] = [0, 0];
    for (let bin = 0; bin < mostBins; bin++) {
      const at = (place * mostBins + bin) * 2;
      leftSum += histogram[at] as number;
      leftCount += histogram[at + 1] as number;
      const rightCount = samples - leftCount;
      if (leftCount < leastSamples) continue;
      if (rightCount < leastSamples) break;
      const gain = leftSum ** 2 / (leftCount + lambda) + (sum - leftSum) ** 2 / (rightCount + lambda) - whole;
      if (gain > (best?.gain ?? 1e-9)) best = { place, bin, gain };
    }
  }
  return best;
}

function parted(samples: Uint32Array, column: Uint8Array, bin: number): [Uint32Array, Uint32Array] {
  const sorted = new Uint32Array(samples.length);
  let [left, right] = [0, samples.length];
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] as number;
    if ((column[sample] as number) <= bin) sorted[left++] = sample;
    else sorted[--right] = sample;
  }
  return [sorted.subarray(0, left), sorted.subarray(left)];
}
