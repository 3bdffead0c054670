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

/** Sums over equations, weighted: `Σ x·xᵀ` and `Σ x·y`. */
export interface NormalEquations {
  readonly size: number;
  readonly count: number;
  readonly matrix: readonly (readonly number[])[];
  readonly right: readonly number[];
}

export function normalEquations(equations: readonly Equation[], size: number): NormalEquations {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const right = new Array<number>(size).fill(0);
  for (const equation of equations) accumulate(equation, 1, matrix, right);
  return { size, count: equations.length, matrix, right };
}

/** The sums without one of their equations. */
export function withoutEquation(sums: NormalEquations, equation: Equation): NormalEquations {
  const matrix = sums.matrix.map((row) => [...row]);
  const right = [...sums.right];
  accumulate(equation, -1, matrix, right);
  return { ...sums, count: sums.count - 1, matrix, right };
}

function accumulate(
  { x, y, weight }: Equation,
  sign: number,
  matrix: readonly number[][],
  right: number[],
): void {
  const squared = sign * weight * weight;
  for (let i = 0; i < right.length; i++) {
    if (x[i] === 0) continue;
    right[i] += squared * x[i] * y;
    for (let j = 0; j < right.length; j++) matrix[i][j] += squared * x[i] * x[j];
  }
}

/**
 * Coefficients of least weighted squares, drawn to a prior:
 * `Σ (weight·(y − x·c))² + strength·Σ s²·(c − prior)²`, s² the mean square of a variable's weighted column.
 *
 * A variable that no equation has keeps its prior.
 */
export function ridge(
  { matrix, right, size, count }: NormalEquations,
  { strength, prior = new Array<number>(size).fill(0) }: RidgeOptions,
): number[] {
  const drawn = matrix.map((row, i) =>
    row.map((value, j) => {
      if (i !== j) return value;
      // What is left of a variable that was taken out is rounding alone.
      return value < tiniest ? 1 : value * (1 + strength / Math.max(1, count));
    }),
  );
  const rest = right.map((value, i) =>
    matrix[i][i] < tiniest ? 0 : value - dot(matrix[i], prior),
  );
  return solve(drawn, rest).map((change, i) => prior[i] + change);
}

const tiniest = 1e-12;

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
