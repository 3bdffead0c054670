import { wordsPerRow } from "@bnnkit/core";
import { flag, optional, size, words } from "./operand-word.ts";
import type { SetBitGemm } from "./set-bit-operands.ts";

export function setBitGemmWords(o: SetBitGemm): number[] {
  const where = "setBitGemm";
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

/** Bytes of scratch `setBitGemm` needs: sixteen transposed rows. */
export function setBitGemmScratchBytes(inFeatures: number): number {
  return 64 * inFeatures;
}
