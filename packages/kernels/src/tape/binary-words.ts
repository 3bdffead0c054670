// The instruction words of products of bits.
import { wordsPerRow } from "@bnnkit/core";
import { bytes, scaledOutput, size, words } from "./operand-word.ts";
import type { Bgemm, BgemmInt8, BgemmInt32, BgemmSign, BinaryProduct } from "./operands.ts";
import { bgemmScratch } from "./scratch.ts";

// `kernels` says which kernel to take for how many rows, see `binary-kernels.ts`; 0 leaves it to the operator.

export function bgemmWords(o: Bgemm, kernels: number): number[] {
  const where = "bgemm";
  return [
    ...productWords(where, o, kernels),
    ...scaledOutput(where, o),
    words(where, "out", o.out),
  ];
}

export function bgemmInt32Words(o: BgemmInt32, kernels: number): number[] {
  const where = "bgemmInt32";
  return [...productWords(where, o, kernels), words(where, "out", o.out)];
}

export function bgemmInt8Words(o: BgemmInt8, kernels: number): number[] {
  const where = "bgemmInt8";
  return [
    ...productWords(where, o, kernels),
    ...scaledOutput(where, o),
    bytes(where, "out", o.out),
  ];
}

export function bgemmSignWords(o: BgemmSign, kernels: number): number[] {
  const where = "bgemmSign";
  return [
    ...productWords(where, o, kernels),
    words(where, "thresholds", o.thresholds),
    words(where, "flips", o.flips),
    words(where, "out", o.out),
  ];
}

function productWords(where: string, o: BinaryProduct, kernels: number): number[] {
  const inFeatures = size(where, "inFeatures", o.inFeatures);
  return [
    words(where, "bits", o.bits),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    inFeatures,
    wordsPerRow(inFeatures),
    bgemmScratch(inFeatures).pairs | kernels,
  ];
}
