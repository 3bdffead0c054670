import { bgemmInt32 } from "@bnnkit/kernels/reference";
import type { Arm } from "../arm.ts";
import type { GemmProblem } from "./gemm-problem.ts";

/** Products up to this many multiplications are compared whole, larger ones in a sample of rows and columns. */
const WHOLE_PRODUCT = 2 ** 24;

/** Entries of the product by its definition: `values[i]` belongs at `positions[i]` of the M×N result. */
export interface ExpectedEntries {
  readonly positions: readonly number[];
  readonly values: readonly number[];
}

/** Computes what arms are compared with, in ±1 arithmetic: all of a small product, of a large one four whole rows
 *  and four whole columns, the first and the last among them. */
export function expectedEntries({ shape, a, b }: GemmProblem): ExpectedEntries {
  const { m, n, k } = shape;
  const positions: number[] = [];
  const values: number[] = [];
  const compute = (rows: readonly number[], columns: readonly number[]): void => {
    const block = bgemmInt32({
      a: takeRows(a, rows, k),
      weights: takeRows(b, columns, k),
      rows: rows.length,
      outFeatures: columns.length,
      inFeatures: k,
    });
    rows.forEach((row, i) => {
      columns.forEach((column, j) => {
        positions.push(row * n + column);
        values.push(block[i * columns.length + j]);
      });
    });
  };
  if (m * n * k <= WHOLE_PRODUCT) {
    compute(range(m), range(n));
  } else {
    compute(sample(m), range(n));
    compute(range(m), sample(n));
  }
  return { positions, values };
}

/** Compares the result of an arm's last run, without tolerance.
 *  @throws Error that names the arm, the place and both values. */
export function checkGemm(arm: Arm, problem: GemmProblem, expected: ExpectedEntries): void {
  const { m, n, k } = problem.shape;
  const result = arm.result();
  const where = `${arm.name}, ${m}×${n}×${k}`;
  if (result.length !== m * n)
    throw new Error(`${where}: the result must have ${m * n} entries, got ${result.length}`);
  expected.positions.forEach((position, i) => {
    if (result[position] === expected.values[i]) return;
    const place = `row ${Math.floor(position / n)}, column ${position % n}`;
    throw new Error(
      `${where}: ${place} must be ${expected.values[i]} as in the reference, got ${result[position]}; not timed`,
    );
  });
}

function takeRows(matrix: Int8Array, rows: readonly number[], length: number): Int8Array {
  const taken = new Int8Array(rows.length * length);
  rows.forEach((row, i) => {
    taken.set(matrix.subarray(row * length, (row + 1) * length), i * length);
  });
  return taken;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** The first, the last and two between; all of them where there are no more than four. */
function sample(length: number): number[] {
  const wanted = [0, Math.floor(length / 3), Math.floor((2 * length) / 3) + 1, length - 1];
  return [...new Set(wanted.filter((i) => i < length))];
}
