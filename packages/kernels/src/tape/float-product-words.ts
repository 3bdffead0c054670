// The instruction words of products with float inputs.
import { wordsPerRow } from "@bnnkit/core";
import { flag, optional, size, words } from "./operand-word.ts";
import type { GemmFloat32, SignWeightGemm } from "./operands.ts";
import type { SetBitGemm } from "./set-bit-operands.ts";

export function signWeightGemmWords(o: SignWeightGemm): number[] {
  return packedWeightWords("signWeightGemm", o);
}

export function setBitGemmWords(o: SetBitGemm): number[] {
  return packedWeightWords("setBitGemm", o);
}

export function gemmFloat32Words(o: GemmFloat32): number[] {
  const where = "gemmFloat32";
  return [
    words(where, "x", o.x),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    size(where, "inFeatures", o.inFeatures),
    optional(where, "bias", o.bias),
    flag(o.relu),
    words(where, "out", o.out),
  ];
}

function packedWeightWords(where: string, o: SignWeightGemm | SetBitGemm): number[] {
  return [
    words(where, "x", o.x),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    size(where, "inFeatures", o.inFeatures),
    wordsPerRow(o.inFeatures),
    words(where, "columnScales", o.columnScales),
    optional(where, "bias", o.bias),
    flag(o.relu),
    words(where, "out", o.out),
  ];
}
