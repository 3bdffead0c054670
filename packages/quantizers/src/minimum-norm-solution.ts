/** The solution of a symmetric positive semidefinite system, the shortest one where there are several: `A⁺·b`.
 *
 *  Eigenvalues below 10⁻¹⁰ of the greatest count as 0. For systems of a few unknowns.
 *  @param matrix  A, row by row
 *  @param rhs  b; its length is that of a row */
export function minimumNormSolution(
  matrix: ArrayLike<number>,
  rhs: ArrayLike<number>,
): readonly number[] {
  const n = rhs.length;
  const a = Float64Array.from(matrix);
  const vectors = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, [p, q]);
  }
  const values = Array.from({ length: n }, (_, i) => at(a, i * n + i));
  const least = 1e-10 * Math.max(...values);
  const solution = new Array<number>(n).fill(0);
  for (const [j, value] of values.entries()) {
    if (value <= least) continue;
    let projection = 0;
    for (let i = 0; i < n; i++) projection += at(vectors, i * n + j) * at(rhs, i);
    for (let i = 0; i < n; i++)
      solution[i] = at(solution, i) + (at(vectors, i * n + j) * projection) / value;
  }
  return solution;
}

/** One rotation of Jacobi's method: makes the element (p, q) 0, and keeps `vectors·a·vectorsᵀ` as it is. */
function rotate(
  a: Float64Array,
  vectors: Float64Array,
  n: number,
  [p, q]: readonly [number, number],
): void {
  const off = at(a, p * n + q);
  if (off === 0) return;
  const theta = (at(a, q * n + q) - at(a, p * n + p)) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (m: Float64Array, i: number, j: number): void => {
    const [x, y] = [at(m, i), at(m, j)];
    m[i] = cosine * x - sine * y;
    m[j] = sine * x + cosine * y;
  };
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
