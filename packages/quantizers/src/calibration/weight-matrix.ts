import { checkEqual, checkFinite, checkLength, checkPositiveInteger } from "@bnnkit/core";

/** A matrix of real weights, `[outputs, inputs]`. */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float32Array | Float64Array;
}

/** @throws RangeError unless it has rows and columns, and as many values, all finite. */
export function checkWeightMatrix(where: string, { rows, columns, values }: WeightMatrix): void {
  checkPositiveInteger(where, "rows", rows);
  checkPositiveInteger(where, "columns", columns);
  checkLength(where, "values", values.length, rows * columns);
  checkFinite(where, "values", values);
}

/** @throws RangeError unless a mask has an element for each of the matrix. */
export function checkMask(
  where: string,
  { rows, columns }: WeightMatrix,
  mask: ArrayLike<number | boolean>,
): void {
  checkEqual(where, "mask.length", mask.length, "rows · columns", rows * columns);
}

/** `Σ (w − v)²`.
 *  @throws RangeError unless both are of one size. */
export function squaredError(w: ArrayLike<number>, v: ArrayLike<number>): number {
  checkEqual("squaredError", "w.length", w.length, "v.length", v.length);
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += (w[i] - v[i]) ** 2;
  return sum;
}
