import { STATUS_LOGITS_NOT_FINITE } from "../tape/layout.ts";
import { type Outcome, stopped } from "./outcome.ts";
import type { Operands } from "./words.ts";

/** logits, rows, vocabularySize, k, outIds, outLogProbabilities */
export function logSoftmaxTopK_1x1__js(o: Operands): Outcome {
  const { int32, float32 } = o.words;
  const [rows, size, k] = [o.cell(1), o.integer(2), o.integer(3)];
  for (let row = 0; row < rows; row++) {
    const logits = float32.subarray(o.word(0) + row * size, o.word(0) + (row + 1) * size);
    let largest = Number.NEGATIVE_INFINITY;
    for (let id = 0; id < size; id++) largest = Math.max(largest, logits[id]);
    if (!Number.isFinite(largest)) return stopped(STATUS_LOGITS_NOT_FINITE, row);
    const ids = int32.subarray(o.word(4) + row * k, o.word(4) + (row + 1) * k);
    const values = float32.subarray(o.word(5) + row * k, o.word(5) + (row + 1) * k);
    selectLargest(logits, ids, values);
    let sum = 0;
    for (let id = 0; id < size; id++) sum += Math.exp(logits[id] - largest);
    const logSum = Math.fround(Math.log(sum));
    for (let i = 0; i < k; i++) values[i] = Math.fround(values[i] - largest) - logSum;
  }
  return undefined;
}

/** Keeps the largest in falling order. Ids come in rising order, so a strict comparison puts the lower id first. */
function selectLargest(logits: Float32Array, ids: Int32Array, values: Float32Array): void {
  const k = values.length;
  for (let id = 0; id < logits.length; id++) {
    const value = logits[id];
    if (id >= k && !(value > values[k - 1])) continue;
    let at = Math.min(id, k - 1);
    for (; at > 0 && values[at - 1] < value; at--) {
      values[at] = values[at - 1];
      ids[at] = ids[at - 1];
    }
    values[at] = value;
    ids[at] = id;
  }
}
