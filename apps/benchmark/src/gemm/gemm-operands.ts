import { type BipolarMatrix, packBipolar } from "@bnnkit/core";
import { randomSigns } from "../random-signs.ts";
import type { GemmShape } from "./gemm-shape.ts";

/** Operands of one product: the same numbers as ±1 and packed. */
export interface GemmOperands {
  readonly shape: GemmShape;
  /** M×K values ±1 */
  readonly a: Int8Array;
  /** N×K values ±1: one row for each output */
  readonly b: Int8Array;
  readonly packedA: BipolarMatrix;
  readonly packedB: BipolarMatrix;
}

/** Random operands; the same shape gives the same ones. */
export function createGemmOperands(shape: GemmShape): GemmOperands {
  const { m, n, k } = shape;
  const a = randomSigns(m * k, 1);
  const b = randomSigns(n * k, 2);
  return { shape, a, b, packedA: packBipolar(a, m, k), packedB: packBipolar(b, n, k) };
}

/** N×K values as K×N floats, the layout in which float libraries want their weights. */
export function transposeToFloats(b: Int8Array, { n, k }: GemmShape): Float32Array {
  const transposed = new Float32Array(k * n);
  for (let column = 0; column < n; column++) {
    for (let t = 0; t < k; t++) transposed[t * n + column] = b[column * k + t];
  }
  return transposed;
}
