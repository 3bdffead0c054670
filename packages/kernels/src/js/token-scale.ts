import { absoluteMaximum } from "./absolute-maximum.ts";

const FLOAT32_EPSILON = 2 ** -23;

/** `(max|x| + 2^−23)/2` in float32: half the bound of BMT's one-bit quantizer. */
export function tokenScale(x: Float32Array, from: number, length: number): number {
  return scaleOfLargest(absoluteMaximum(x, from, length));
}

/** The same by the largest magnitude. */
export function scaleOfLargest(largest: number): number {
  return Math.fround(Math.fround(largest + FLOAT32_EPSILON) * 0.5);
}
