// The instruction words of the choice of tokens.
import { checkIntegerBetween } from "@bnnkit/core";
import { size, words } from "./operand-word.ts";
import type { LogSoftmaxTopK } from "./operands.ts";

export function logSoftmaxTopKWords(o: LogSoftmaxTopK): number[] {
  const where = "logSoftmaxTopK";
  const vocabularySize = size(where, "vocabularySize", o.vocabularySize);
  checkIntegerBetween(where, "k", o.k, 1, vocabularySize);
  return [
    words(where, "logits", o.logits),
    words(where, "rows", o.rows),
    vocabularySize,
    o.k,
    words(where, "outIds", o.outIds),
    words(where, "outLogProbabilities", o.outLogProbabilities),
  ];
}
