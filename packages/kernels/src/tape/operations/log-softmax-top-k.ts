import { checkIntegerBetween } from "@bnnkit/core";
import { logSoftmaxTopK_1x1__js } from "../../js/log-softmax-top-k.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** The k largest `log softmax(logits)[id]` of each row, falling; of equal ones the lower id comes first. */
export interface LogSoftmaxTopK {
  /** float32 [rows, vocabularySize]; NaN, or a maximum that is not finite, makes `run` throw RangeError. */
  readonly logits: Offset;
  readonly rows: Cell;
  readonly vocabularySize: number;
  /** 1 ≤ k ≤ vocabularySize */
  readonly k: number;
  /** int32 [rows, k] */
  readonly outIds: Offset;
  /** float32 [rows, k] */
  readonly outLogProbabilities: Offset;
}

export const logSoftmaxTopK: Operation<LogSoftmaxTopK> = {
  opcode: 15,
  instruction: (where, o) => {
    const vocabularySize = size(where, "vocabularySize", o.vocabularySize);
    checkIntegerBetween(where, "k", o.k, 1, vocabularySize);
    return {
      words: [
        words(where, "logits", o.logits),
        words(where, "rows", o.rows),
        vocabularySize,
        o.k,
        words(where, "outIds", o.outIds),
        words(where, "outLogProbabilities", o.outLogProbabilities),
      ],
      split: ofRows(o.rows, 4 * vocabularySize),
    };
  },
  js: logSoftmaxTopK_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
