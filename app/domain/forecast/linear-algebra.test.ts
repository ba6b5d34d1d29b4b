import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { dot, factorize, gramOfRows, solveFactorized } from './linear-algebra.ts';
import { createRandom } from './random.ts';

const random = createRandom(7);
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());

describe('dot', () => {
  test.each([0, 1, 3, 4, 5, 11])('of %i values is the sum of their products', (count) => {
    const [a, b] = [normals(count + 2), normals(count + 5)];
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (a[2 + i] ?? 0) * (b[5 + i] ?? 0);
    expect(dot(a, 2, b, 5, count)).toBeCloseTo(sum, 12);
  });
});

describe('factorize and solveFactorized', () => {
  test.each([1, 2, 5, 40])('solve a system of %i as ml-matrix does', (size) => {
    const rows = size + 3;
    // Columns of `x` as rows of its transpose: the Gram matrix of the columns is positive definite.
    const gram = gramOfRows(normals(size * rows), size, rows);
    const b = normals(size);
    const full = new Matrix(size, size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        full.set(i, j, gram[Math.max(i, j) * size + Math.min(i, j)] ?? Number.NaN);
      }
    }
    const expected = new CholeskyDecomposition(full).solve(Matrix.columnVector([...b])).to1DArray();
    factorize(gram, size);
    solveFactorized(gram, size, b);
    expected.forEach((value, index) => {
      expect(b[index]).toBeCloseTo(value, 6);
    });
  });

  test('refuse a matrix that is not positive definite, and name the row', () => {
    expect(() => factorize(Float64Array.of(1, 0, 2, 1), 2)).toThrow('not positive definite in row 1');
  });
});
