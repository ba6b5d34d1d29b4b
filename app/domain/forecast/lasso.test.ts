import { describe, expect, test } from 'vitest';
import { descend, type LassoProblem, residualShare } from './lasso.ts';
import { createRandom } from './random.ts';

const size = 8;
const n = 120;

/** Columns that depend on each other, and a target of two of them. */
function problem(): { given: LassoProblem; variance: number } {
  const random = createRandom(5);
  const rows = Array.from({ length: n }, () => {
    const common = random.normal();
    return Array.from({ length: size }, () => random.normal() + common);
  });
  const y = rows.map((row) => 2 * (row[1] ?? 0) - (row[4] ?? 0) + 0.1 * random.normal());
  const gram = new Float64Array(size * size);
  const moment = new Float64Array(size);
  rows.forEach((row, index) => {
    row.forEach((value, i) => {
      moment[i] = (moment[i] ?? 0) + (value * (y[index] ?? 0)) / n;
      row.forEach((other, j) => {
        gram[i * size + j] = (gram[i * size + j] ?? 0) + (value * other) / n;
      });
    });
  });
  return { given: { gram, moment, size }, variance: y.reduce((sum, value) => sum + value ** 2, 0) / n };
}

describe('descend', () => {
  const { given, variance } = problem();
  const solved = (penalty: number) => {
    const weights = new Float64Array(size);
    descend(given, new Float64Array(size).fill(penalty), weights);
    return weights;
  };

  test.each([0.01, 0.1, 0.5])('ends where no coordinate can gain (penalty %d)', (penalty) => {
    const weights = solved(penalty);
    weights.forEach((weight, i) => {
      let slope = given.moment[i] ?? 0;
      weights.forEach((other, j) => {
        slope -= (given.gram[i * size + j] ?? 0) * other;
      });
      if (weight === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(penalty + 1e-2);
      else expect(slope).toBeCloseTo(Math.sign(weight) * penalty, 2);
    });
  });

  test('finds the two columns that count', () => {
    const used = [...solved(0.1)].flatMap((weight, index) => (Math.abs(weight) > 0.1 ? [index] : []));
    expect(used).toEqual([1, 4]);
  });

  test('leaves nothing under a penalty that outweighs everything', () => {
    expect([...solved(100)].every((weight) => weight === 0)).toBe(true);
  });

  test('a weaker penalty leaves less unexplained', () => {
    const left = [2, 0.5, 0.1, 0].map((penalty) => residualShare(given, solved(penalty), variance));
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left.at(-1)).toBeLessThan(0.01);
    expect(residualShare(given, new Float64Array(size), variance)).toBeCloseTo(1, 12);
  });
});
