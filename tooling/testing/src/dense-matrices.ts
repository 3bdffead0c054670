import fc from "fast-check";
import { arrayOf } from "./real-arrays.ts";
import { columnCount } from "./sizes.ts";

/** A row-major rows × cols array of plain numbers, ready to be packed. */
export interface DenseMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly values: readonly number[];
}

/** The values of ±1, {0, 1} and {−1, 0, +1} matrices. */
export const bipolarValue = (): fc.Arbitrary<number> => fc.constantFrom(1, -1);
export const unipolarValue = (): fc.Arbitrary<number> => fc.constantFrom(0, 1);
export const ternaryValue = (): fc.Arbitrary<number> => fc.constantFrom(0, 1, -1);

/** An integer that fits into `bits` bits, two's complement if `signed`; both ends come up often. */
export function multiBitValue(bits: number, signed: boolean): fc.Arbitrary<number> {
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = min + 2 ** bits - 1;
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
    { weight: 3, arbitrary: fc.integer({ min, max }) },
  );
}

/** A matrix of 1 to 3 rows and a boundary-heavy number of columns. */
export function denseMatrix(element: fc.Arbitrary<number>): fc.Arbitrary<DenseMatrix> {
  return fc
    .tuple(fc.integer({ min: 1, max: 3 }), columnCount())
    .chain(([rows, cols]) => matrixOf(element, rows, cols));
}

/** Two matrices with equally many columns, so that their rows have dot products. */
export function denseMatrixPair(
  elementA: fc.Arbitrary<number>,
  elementB: fc.Arbitrary<number>,
): fc.Arbitrary<readonly [DenseMatrix, DenseMatrix]> {
  const rows = fc.integer({ min: 1, max: 3 });
  return fc
    .tuple(rows, rows, columnCount())
    .chain(([rowsA, rowsB, cols]) =>
      fc.tuple(matrixOf(elementA, rowsA, cols), matrixOf(elementB, rowsB, cols)),
    );
}

/** The dot product of a row of `a` and a row of `b`, left to right. */
export function denseDot(a: DenseMatrix, rowA: number, b: DenseMatrix, rowB: number): number {
  let sum = 0;
  for (let k = 0; k < a.cols; k++) sum += a.values[rowA * a.cols + k] * b.values[rowB * b.cols + k];
  return sum;
}

function matrixOf(
  element: fc.Arbitrary<number>,
  rows: number,
  cols: number,
): fc.Arbitrary<DenseMatrix> {
  return arrayOf(element, rows * cols).map((values) => ({ rows, cols, values }));
}
