// The instruction words of products of bits.
import { wordsPerRow } from "@bnnkit/core";
import { bytes, scaledOutput, size, words } from "./operand-word.ts";
import type { Bgemm, BgemmInt8, BgemmInt32, BgemmSign, BinaryProduct } from "./operands.ts";
import { bgemmScratch } from "./scratch.ts";

export function bgemmWords(o: Bgemm): number[] {
  const where = "bgemm";
  return [...productWords(where, o), ...scaledOutput(where, o), words(where, "out", o.out)];
}

export function bgemmInt32Words(o: BgemmInt32): number[] {
  const where = "bgemmInt32";
  return [...productWords(where, o), words(where, "out", o.out)];
}

export function bgemmInt8Words(o: BgemmInt8): number[] {
  const where = "bgemmInt8";
  return [...productWords(where, o), ...scaledOutput(where, o), bytes(where, "out", o.out)];
}

export function bgemmSignWords(o: BgemmSign): number[] {
  const where = "bgemmSign";
  return [
    ...productWords(where, o),
    words(where, "thresholds", o.thresholds),
    words(where, "flips", o.flips),
    words(where, "out", o.out),
  ];
}

function productWords(where: string, o: BinaryProduct): number[] {
  const inFeatures = size(where, "inFeatures", o.inFeatures);
  return [
    words(where, "bits", o.bits),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    inFeatures,
    wordsPerRow(inFeatures),
    bgemmScratch(inFeatures).pairs,
  ];
}
