// The instruction words of attention.
import { flag, float, optional, size, words } from "./operand-word.ts";
import type { Attention } from "./operands.ts";

export function attentionWords(o: Attention): number[] {
  const where = "attention";
  const keyStart = optional(where, "keyStart", o.keyStart);
  const keyIndex = optional(where, "keyIndex", o.keyIndex);
  if ((keyStart === 0) === (keyIndex === 0)) {
    throw new RangeError("attention: give exactly one of keyStart and keyIndex");
  }
  const maximumKeys = size(where, "maximumKeys", o.maximumKeys);
  return [
    words(where, "q", o.q),
    words(where, "k", o.k),
    words(where, "v", o.v),
    words(where, "out", o.out),
    words(where, "rows", o.rows),
    size(where, "heads", o.heads),
    size(where, "headFeatures", o.headFeatures),
    keyStart,
    words(where, "keyCount", o.keyCount),
    keyIndex,
    keyIndex === 0 ? 0 : size(where, "keyIndexStride", o.keyIndexStride ?? maximumKeys),
    maximumKeys,
    float(where, "1/√headFeatures", 1 / Math.sqrt(o.headFeatures)),
    flag(o.binary),
  ];
}
