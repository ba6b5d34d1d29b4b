import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).uniform);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(1).every((value) => value >= 0 && value < 1)).toBe(true);
});

test('normals have mean 0 and deviation 1', () => {
  const { normal } = createRandom(3);
  const values = Array.from({ length: 20_000 }, normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test('a permutation holds each index once, in another order', () => {
  const order = [...createRandom(4).permutation(100)];
  const inOrder = Array.from({ length: 100 }, (_, index) => index);
  expect(order).not.toEqual(inOrder);
  expect(order.sort((a, b) => a - b)).toEqual(inOrder);
});
