// The instruction words of attention.
import { keyWords } from "./key-words.ts";
import { flag, float, size, words } from "./operand-word.ts";
import type { Attention } from "./operands.ts";

export function attentionWords(o: Attention): number[] {
  const where = "attention";
  return [
    words(where, "q", o.q),
    words(where, "k", o.k),
    words(where, "v", o.v),
    words(where, "out", o.out),
    words(where, "rows", o.rows),
    size(where, "heads", o.heads),
    size(where, "headFeatures", o.headFeatures),
    ...keyWords(where, o),
    float(where, "1/√headFeatures", 1 / Math.sqrt(o.headFeatures)),
    flag(o.binary),
  ];
}
