/** A row of a fit: `y ≈ Σ x·coefficient`, its error times `weight`. */
export interface Equation {
  readonly x: readonly number[];
  readonly y: number;
  readonly weight: number;
}

export interface RidgeOptions {
  /** What coefficients are drawn to. Default: 0. */
  readonly prior?: readonly number[];
  /** How many equations the prior counts as much as. */
  readonly strength: number;
}

/**
 * Coefficients of least weighted squares, drawn to a prior:
 * `Σ (weight·(y − x·c))² + strength·Σ s²·(c − prior)²`, s² the mean square of a variable's weighted column.
 *
 * A variable that no equation has keeps its prior.
 */
export function ridge(equations: readonly Equation[], options: RidgeOptions): number[] {
  const size = equations[0]?.x.length ?? options.prior?.length ?? 0;
  const { strength, prior = new Array<number>(size).fill(0) } = options;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  for (const { x, y, weight } of equations) {
    const squared = weight * weight;
    const rest = y - dot(x, prior);
    for (let i = 0; i < size; i++) {
      if (x[i] === 0) continue;
      right[i] += squared * x[i] * rest;
      for (let j = 0; j < size; j++) matrix[i][j] += squared * x[i] * x[j];
    }
  }
  matrix.forEach((row, i) => {
    row[i] = row[i] === 0 ? 1 : row[i] * (1 + strength / equations.length);
  });
  return solve(matrix, right).map((change, i) => prior[i] + change);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** The solution of a symmetric positive definite system, by Cholesky's factors. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const factor = matrix.map((row) => new Array<number>(row.length).fill(0));
  const forward: number[] = [];
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let rest = row[j];
      for (let k = 0; k < j; k++) rest -= factor[i][k] * factor[j][k];
      // What is left of a column that others make up is rounding alone.
      factor[i][j] = i === j ? Math.sqrt(Math.max(rest, 1e-12 * row[i])) : rest / factor[j][j];
    }
    const known = forward.reduce((sum, value, k) => sum + factor[i][k] * value, 0);
    forward.push((right[i] - known) / factor[i][i]);
  });
  const solution = new Array<number>(right.length).fill(0);
  for (let i = right.length - 1; i >= 0; i--) {
    let rest = forward[i];
    for (let k = i + 1; k < right.length; k++) rest -= factor[k][i] * solution[k];
    solution[i] = rest / factor[i][i];
  }
  return solution;
}
