import { packBipolar, packTernary } from "@bnnkit/core";
import type { GemmMatrices } from "../gemm/gemm-operands.ts";
import type { GemmShape } from "../gemm/gemm-shape.ts";
import { randomCodes, randomSigns, randomTernary } from "../random-integers.ts";

/** Activations of many bits, weights of one or of three values, the weights also packed. */
export interface LowBitOperands extends GemmMatrices {
  readonly packedB: ReturnType<typeof packBipolar> | ReturnType<typeof packTernary>;
}

/** Activations −127 … 127, weights ±1; the same shape gives the same ones. */
export function createOneBitOperands(shape: GemmShape): LowBitOperands {
  const { m, n, k } = shape;
  const b = randomSigns(n * k, 2);
  return { shape, a: randomCodes(m * k, 1), b, packedB: packBipolar(b, n, k) };
}

/** Activations −127 … 127, weights −1, 0 and 1. */
export function createTernaryOperands(shape: GemmShape): LowBitOperands {
  const { m, n, k } = shape;
  const b = randomTernary(n * k, 2);
  return { shape, a: randomCodes(m * k, 1), b, packedB: packTernary(b, n, k) };
}
