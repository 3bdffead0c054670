import { type BipolarMatrix, packBipolar } from "@bnnkit/core";
import type { GemmShape } from "./gemm-shape.ts";

/** Operands of one product: the same numbers as ±1 and packed. */
export interface GemmProblem {
  readonly shape: GemmShape;
  /** M×K values ±1 */
  readonly a: Int8Array;
  /** N×K values ±1: one row for each output */
  readonly b: Int8Array;
  readonly packedA: BipolarMatrix;
  readonly packedB: BipolarMatrix;
}

/** Random operands; the same shape gives the same ones. */
export function createGemmProblem(shape: GemmShape): GemmProblem {
  const { m, n, k } = shape;
  const a = randomSigns(m * k, 1);
  const b = randomSigns(n * k, 2);
  return { shape, a, b, packedA: packBipolar(a, m, k), packedB: packBipolar(b, n, k) };
}

/** Signs by the top bit of a Weyl sequence through the 32-bit finalizer of MurmurHash3. */
function randomSigns(length: number, seed: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => {
    const word = seed + Math.imul(i, 0x9e3779b9);
    const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
    return (second ^ (second >>> 16)) < 0 ? -1 : 1;
  });
}
