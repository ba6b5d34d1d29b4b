import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { addGradient, backward, forward } from './kernels.ts';
import { answer, initialParameters, layersOf } from './net.ts';
import { train } from './train.ts';

const random = createRandom(11);
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
const cell = (values: Float64Array, index: number): number => values[index] ?? Number.NaN;

describe.each([1, 3, 4, 7])('the products of a layer, for a batch of %i', (batch) => {
  const layer = { inputs: 5, outputs: 6, weights: 2, biases: 32 };
  const p = normals(38);
  const x = normals(batch * 5);
  const delta = normals(batch * 6);
  const weight = (k: number, i: number) => cell(p, 2 + k * 5 + i);

  test('forward adds weights times inputs and the bias', () => {
    const out = new Float64Array(batch * 6).fill(1);
    forward(layer, p, x, out, batch);
    out.forEach((value, index) => {
      const [s, k] = [Math.floor(index / 6), index % 6];
      let expected = 1 + cell(p, 32 + k);
      for (let i = 0; i < 5; i++) expected += weight(k, i) * cell(x, s * 5 + i);
      expect(value).toBeCloseTo(expected, 12);
    });
  });

  test('addGradient sums error times input over the batch', () => {
    const gradient = new Float64Array(38);
    addGradient(layer, delta, x, gradient, batch);
    for (let k = 0; k < 6; k++) {
      for (let i = 0; i < 5; i++) {
        let expected = 0;
        for (let s = 0; s < batch; s++) expected += cell(delta, s * 6 + k) * cell(x, s * 5 + i);
        expect(gradient[2 + k * 5 + i]).toBeCloseTo(expected, 12);
      }
      let bias = 0;
      for (let s = 0; s < batch; s++) bias += cell(delta, s * 6 + k);
      expect(gradient[32 + k]).toBeCloseTo(bias, 12);
    }
  });

  test('backward hands the error to the inputs', () => {
    const out = normals(batch * 5);
    backward(layer, p, delta, out, batch);
    out.forEach((value, index) => {
      const [s, i] = [Math.floor(index / 5), index % 5];
      let expected = 0;
      for (let k = 0; k < 6; k++) expected += cell(delta, s * 6 + k) * weight(k, i);
      expect(value).toBeCloseTo(expected, 12);
    });
  });
});

describe('a net', () => {
  const layers = layersOf({ inputs: 3, hidden: [8, 4], outputs: 2 });

  test('has weights before biases, and the skip among the weights', () => {
    expect(layers.weightCount).toBe(3 * 8 + 8 * 4 + 4 * 2 + 3 * 2);
    expect(layers.size).toBe(layers.weightCount + 8 + 4 + 2);
  });

  test('starts with a skip and biases of zero', () => {
    const p = initialParameters(layers, createRandom(1));
    expect([...p.subarray(layers.skip.weights)].every((value) => value === 0)).toBe(true);
    expect([...answer(layers, p, new Float64Array(3))]).toEqual([0, 0]);
  });
});

describe('training', () => {
  const layers = layersOf({ inputs: 2, hidden: [16], outputs: 1 });
  const count = 512;
  const x = normals(count * 2);
  // A bend that no linear model follows.
  const target = (a: number, b: number) => Math.abs(a) - 0.5 * b;
  const y = Float64Array.from({ length: count }, (_, s) => target(cell(x, 2 * s), cell(x, 2 * s + 1)));
  const trained = (seed: number) => {
    const source = createRandom(seed);
    const p = initialParameters(layers, source);
    train(layers, p, { count, x, y }, { epochs: 60, from: 1e-2, to: 1e-4 }, source);
    return p;
  };
  const errorOf = (p: Float64Array) => {
    let sum = 0;
    for (let s = 0; s < count; s++) {
      sum += Math.abs(cell(answer(layers, p, x.subarray(2 * s, 2 * s + 2)), 0) - cell(y, s));
    }
    return sum / count;
  };

  test('learns what a linear model cannot', () => {
    const linearAtBest = 0.45;
    expect(errorOf(trained(1))).toBeLessThan(0.25 * linearAtBest);
  });

  test('gives the same net for the same seed', () => {
    expect(trained(1)).toEqual(trained(1));
    expect(trained(1)).not.toEqual(trained(2));
  });

  test('believes the newest 500 days rather than the 1325 before them', () => {
    const days = 1825;
    const y = new Float64Array(days).fill(1, days - 500);
    const p = initialParameters(layers, createRandom(1));
    const samples = { count: days, x: new Float64Array(days * 2).fill(1), y };
    train(layers, p, samples, { epochs: 20, from: 1e-2, to: 1e-4 }, createRandom(1));
    expect(cell(answer(layers, p, Float64Array.of(1, 1)), 0)).toBeGreaterThan(0.8);
  });
});
