import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { binned, mostBins } from './bins.ts';
import { type BoostOptions, boost, boostedAnswer } from './boost.ts';
import { answerOf, grow, takeOff } from './tree.ts';

const random = createRandom(5);
const count = 600;
const features = 3;
const x = Float64Array.from({ length: count * features }, (_, index) =>
  index % features === 2 ? Math.floor(4 * random.uniform()) : random.normal(),
);
const feature = (sample: number, place: number): number => x[sample * features + place] ?? Number.NaN;
const options: BoostOptions = {
  rounds: 120,
  rate: 0.1,
  leaves: 8,
  leastSamples: 10,
  lambda: 1,
  featureShare: 1,
};
const always = new Float64Array(count).fill(1);

describe('bins', () => {
  const table = binned(x, features);

  test('keep the order of values, and hold about as many of them each', () => {
    const bins = table.bins.subarray(0, count);
    const order = Array.from({ length: count }, (_, sample) => sample).sort(
      (a, b) => feature(a, 0) - feature(b, 0),
    );
    const sorted = order.map((sample) => bins[sample] ?? Number.NaN);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    for (let bin = 0; bin < mostBins; bin++) {
      const held = sorted.filter((one) => one === bin).length;
      expect(held).toBeGreaterThan(0.5 * (count / mostBins));
      expect(held).toBeLessThan(2 * (count / mostBins));
    }
  });

  test('are one for each value of a feature that has few, and stand both ways round', () => {
    expect(new Set(table.bins.subarray(2 * count)).size).toBe(4);
    for (let sample = 0; sample < count; sample++) {
      expect(table.rows[sample * features + 1]).toBe(table.bins[count + sample]);
    }
  });
});

describe('a tree', () => {
  const table = binned(x, features);
  const all = Uint32Array.from({ length: count }, (_, sample) => sample);
  const signs = Int8Array.from(all, (sample) => (feature(sample, 1) > 0.3 ? 1 : -1));
  const shareOfRises = (samples: Uint32Array): number =>
    samples.filter((sample) => signs[sample] === 1).length / samples.length;

  test('cuts where the signs part, and once only where that parts them wholly', () => {
    const { tree } = grow(table, signs, all, [0, 1, 2], { ...options, leastSamples: 1 }, shareOfRises);
    expect(tree[0]).toBe(1);
    expect(tree[1]).toBeCloseTo(0.3, 0);
    const answers = [...all].map((sample) => answerOf(tree, x, sample * features));
    const wrong = answers.filter((answer, sample) => Math.abs(answer - (signs[sample] === 1 ? 1 : 0)) > 0.5);
    expect(wrong).toEqual([]);
  });

  test('asks for no feature but those that it may', () => {
    const { tree } = grow(table, signs, all, [0, 2], options, shareOfRises);
    const asked = [...tree].filter((_, index) => index % 3 === 0);
    expect(asked).not.toContain(1);
  });

  test('is one leaf where no split would have enough samples', () => {
    const few = all.subarray(0, 15);
    expect([...grow(table, signs, few, [0, 1, 2], options, () => 7).tree]).toEqual([-1, 7, 0]);
  });

  test('says of bins what it says of the values that they were made of', () => {
    const grown = grow(table, signs, all, [0, 1, 2], options, (samples) => samples.length);
    const left = new Float64Array(count);
    takeOff(grown, table, left);
    left.forEach((value, sample) => {
      expect(-value).toBe(answerOf(grown.tree, x, sample * features));
    });
  });
});

describe('boosting', () => {
  /** A bend, a step, and an interaction: nothing that a line follows. */
  const truth = (sample: number): number =>
    Math.abs(feature(sample, 0)) + (feature(sample, 2) >= 2 ? feature(sample, 1) : 0);
  const y = Float64Array.from({ length: count }, (_, sample) => truth(sample));
  const meanError = (target: Float64Array, chances = always): number => {
    const boosted = boost(x, features, target, chances, options, createRandom(1));
    return (
      y.reduce(
        (sum, value, sample) => sum + Math.abs(boostedAnswer(boosted, x, sample * features) - value),
        0,
      ) / count
    );
  };

  test('finds what no line does', () => {
    const spread = y.reduce((sum, value) => sum + Math.abs(value - 1), 0) / count;
    expect(meanError(y)).toBeLessThan(0.25 * spread);
  });

  test('is not led astray by a few targets that are out of all reason', () => {
    const spoilt = y.map((value, sample) => (sample % 40 === 0 ? 1e6 : value));
    expect(meanError(spoilt)).toBeLessThan(3 * meanError(y));
  });

  test('believes the few that are looked at often rather than the many that are not', () => {
    const same = new Float64Array(count * features);
    const target = always.map((_, sample) => (sample < 400 ? 0 : 1));
    const chances = target.map((value) => (value === 1 ? 1 : 0.05));
    const boosted = boost(same, features, target, chances, options, createRandom(1));
    expect(boostedAnswer(boosted, same, 0)).toBeGreaterThan(0.9);
  });

  test('is the same for the same seed', () => {
    const once = () =>
      boost(
        x,
        features,
        y,
        always.map(() => 0.5),
        options,
        createRandom(3),
      );
    expect(once()).toEqual(once());
  });

  test('says the one value of a target that never changes', () => {
    const flat = boost(x, features, new Float64Array(count).fill(-12.5), always, options, createRandom(1));
    expect(boostedAnswer(flat, x, 0)).toBe(-12.5);
  });
});
