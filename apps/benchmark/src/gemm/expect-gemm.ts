import { bgemmInt32 } from "@bnnkit/kernels/reference";
import type { Expectation } from "../expectation.ts";
import type { GemmMatrices } from "./gemm-operands.ts";

/** Products up to this many multiplications are compared whole, larger ones in a sample of rows and columns. */
const WHOLE_PRODUCT = 2 ** 24;

/** Computes what arms are compared with, in plain arithmetic and without tolerance: all of a small product, of a large
 *  one four whole rows and four whole columns, the first and the last among them. */
export function expectGemm({ shape: { m, n, k }, a, b }: GemmMatrices): Expectation {
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
  const place = (position: number): string =>
    `row ${Math.floor(position / n)}, column ${position % n}`;
  return { length: m * n, positions, values, place };
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
