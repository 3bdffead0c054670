import { checkIntegerBetween, roundHalfEven } from "@bnnkit/core";
import { checkOneOf } from "../check-options.ts";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** Equal steps from the least to the greatest number of each row: `offset + step·code`, code 0 … 2^bits − 1. */
export interface SteppedRows {
  readonly bits: number;
  readonly steps: Float64Array;
  /** Of given ones `−step·zero`, zero the code of 0. */
  readonly offsets: Float64Array;
  /** See {@link SteppedRowsOptions}; default "step". */
  readonly origin?: "step" | "least";
}

export interface SteppedRowsOptions {
  /** 1 to 8; default 8. */
  readonly bits?: number;
  /** "step": 0 is in the range and a multiple of the step, as in GPTQ; "least": the range is that of the numbers and begins
   *  exactly at the least. Default "step". */
  readonly origin?: "step" | "least";
}

/** Asymmetric steps of each row for its salient weights. A row without a range has the step 1.
 *
 *  @throws RangeError for a matrix that is none, `bits` that are no integer in 1 … 8 or an unknown `origin`. */
export function steppedRows(
  matrix: WeightMatrix,
  { bits = 8, origin = "step" }: SteppedRowsOptions = {},
): SteppedRows {
  checkWeightMatrix("steppedRows", matrix);
  checkIntegerBetween("steppedRows", "bits", bits, 1, 8);
  checkOneOf("steppedRows", "origin", origin, ["step", "least"]);
  const { rows, columns, values } = matrix;
  const steps = new Float64Array(rows);
  const offsets = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const slice = values.subarray(row * columns, (row + 1) * columns);
    const start = origin === "step" ? 0 : slice[0];
    let [least, greatest] = [start, start];
    for (const value of slice) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const step = (greatest - least) / (2 ** bits - 1) || 1;
    steps[row] = step;
    offsets[row] = origin === "step" ? step * roundHalfEven(least / step) : least;
  }
  return { bits, steps, offsets, origin };
}

/** The code of the step nearest to a number. Ties go to an even step: from 0 on where 0 is one, else from the least on. */
export function steppedCode(
  value: number,
  row: number,
  { bits, steps, offsets, origin = "step" }: SteppedRows,
): number {
  const [step, offset] = [steps[row], offsets[row]];
  const code =
    origin === "step"
      ? roundHalfEven(value / step) - roundHalfEven(offset / step)
      : roundHalfEven((value - offset) / step);
  return Math.max(0, Math.min(2 ** bits - 1, code));
}

/** The number that a code stands for. */
export function steppedValue(code: number, row: number, { steps, offsets }: SteppedRows): number {
  return offsets[row] + steps[row] * code;
}
