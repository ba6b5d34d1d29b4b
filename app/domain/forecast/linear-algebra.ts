/**
 * Plain kernels on row-major typed arrays. ml-matrix was measured several times slower on the sizes that the members
 * need (Gram matrices of 700 rows, solved every night for every zone).
 */

/** The dot product of `count` values; four sums side by side, so that additions need not wait for each other. */
export function dot(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number);
    s1 += (a[aFrom + i + 1] as number) * (b[bFrom + i + 1] as number);
    s2 += (a[aFrom + i + 2] as number) * (b[bFrom + i + 2] as number);
    s3 += (a[aFrom + i + 3] as number) * (b[bFrom + i + 3] as number);
  }
  for (; i < count; i++) s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number);
  return s0 + s1 + (s2 + s3);
}

/**
 * Cholesky factor of a symmetric positive definite matrix, in place of its lower triangle.
 *
 * @param matrix `size * size`; only the lower triangle is read
 * @throws RangeError when the matrix is not positive definite
 */
export function factorize(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j < i; j++) {
      const rest = (matrix[rowI + j] as number) - dot(matrix, rowI, matrix, j * size, j);
      matrix[rowI + j] = rest / (matrix[j * size + j] as number);
    }
    const pivot = (matrix[rowI + i] as number) - dot(matrix, rowI, matrix, rowI, i);
    if (!(pivot > 0)) throw new RangeError(`The matrix is not positive definite in row ${i}.`);
    matrix[rowI + i] = Math.sqrt(pivot);
  }
}

/** Solves L L' x = b in place of `b`, with the factor L from {@link factorize}. */
export function solveFactorized(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    b[i] = ((b[i] as number) - dot(factor, i * size, b, 0, i)) / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = (b[i] as number) / (factor[i * size + i] as number);
    b[i] = value;
    for (let j = 0; j < i; j++) b[j] = (b[j] as number) - (factor[i * size + j] as number) * value;
  }
}

/** The Gram matrix of the rows, lower triangle: `result[i * rows + j] = x_i . x_j` for j ≤ i. */
export function gramOfRows(x: Float64Array, rows: number, columns: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) gram[i * rows + j] = dot(x, i * columns, x, j * columns, columns);
  }
  return gram;
}
