import { type BipolarMatrix, packBipolar } from "@bnnkit/core";
import { randomSigns } from "../random-integers.ts";
import type { GemmShape } from "./gemm-shape.ts";

/** The numbers of one product. */
export interface GemmMatrices {
  readonly shape: GemmShape;
  /** M×K integers */
  readonly a: Int8Array;
  /** N×K integers: one row for each output */
  readonly b: Int8Array;
}

/** Operands of a product of signs: ±1, also packed. */
export interface GemmOperands extends GemmMatrices {
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
