import {
  checkEqual,
  checkIndex,
  checkLength,
  checkPackedMatrix,
  packUnipolar,
  type UnipolarMatrix,
  unpackUnipolar,
} from "@bnnkit/core";
import { rowsOf } from "./whole-rows.ts";

/** Samples of a network with n inputs: packed rows of n bits, or a row-major array of whole rows of n digits, one row or more. */
export type Samples = UnipolarMatrix | ArrayLike<number>;

/** Samples as a row-major array, one digit an element. */
export interface DigitRows {
  readonly rows: number;
  readonly digits: Uint8Array;
}

/** Reads samples as digits 0 … base − 1.
 *  @throws RangeError for rows of another length and for any other value, NaN among them; −0 is 0. */
export function digitRows(
  where: string,
  samples: Samples,
  inputs: number,
  base: number,
): DigitRows {
  if ("kind" in samples) {
    checkBitRows(where, samples, inputs);
    return { rows: samples.rows, digits: unpackUnipolar(samples) };
  }
  const rows = rowsOf(where, samples, inputs);
  const digits = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    checkIndex(where, `samples[${i}]`, samples[i], "base", base);
    digits[i] = samples[i];
  }
  return { rows, digits };
}

/** Reads samples as packed bits. */
export function bitRows(where: string, samples: Samples, inputs: number): UnipolarMatrix {
  if ("kind" in samples) {
    checkBitRows(where, samples, inputs);
    return samples;
  }
  return packUnipolar(samples, rowsOf(where, samples, inputs), inputs);
}

/** Checks one label per row, each an integer in 0 … classes − 1. */
export function checkLabels(
  where: string,
  labels: ArrayLike<number>,
  rows: number,
  classes: number,
): void {
  checkLength(where, "labels", labels.length, rows);
  for (let i = 0; i < rows; i++) checkIndex(where, `labels[${i}]`, labels[i], "classes", classes);
}

function checkBitRows(where: string, samples: UnipolarMatrix, inputs: number): void {
  checkPackedMatrix(where, "samples", samples);
  checkEqual(where, "samples.cols", samples.cols, "inputs", inputs);
}
