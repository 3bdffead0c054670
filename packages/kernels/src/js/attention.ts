import { roundHalfEven } from "@bnnkit/core";
import { STATUS_TOO_MANY_KEYS } from "../tape/layout.ts";
import { keyRow } from "./key-row.ts";
import { type Outcome, stopped } from "./outcome.ts";
import { softmaxWeights } from "./softmax-weights.ts";
import { scaleOfLargest } from "./token-scale.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/**
 * q, k, v, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys,
 * 1/√headFeatures, binary, keyHeads, step, most
 */
export function attention_1x1__js(o: Operands, scores: number): Outcome {
  const { int32, float32 } = o.words;
  const [q, out, rows] = [o.word(0), o.word(3), o.cell(4)];
  const [heads, length, keyHeads] = [o.integer(5), o.integer(6), o.integer(14)];
  for (let row = 0; row < rows; row++) {
    const keys = int32[o.word(8) + row];
    if (keys < 0 || keys > o.integer(11)) return stopped(STATUS_TOO_MANY_KEYS, row);
    for (let head = 0; head < heads; head++) {
      const slice = (row * heads + head) * length;
      const keySlice = Math.floor((head * keyHeads) / heads) * length;
      for (let j = 0; j < keys; j++) {
        const k = keyAt(o, o.word(1), row, j) + keySlice;
        float32[scores + j] = fround(dot(float32, q + slice, k, length) * o.float(12));
      }
      const factor =
        o.integer(16) === 0
          ? weighKeys(float32, scores, keys, o.integer(13) !== 0)
          : roundWeights(float32, scores, keys, { step: o.float(15), most: o.integer(16) });
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let j = 0; j < keys; j++) {
          const v = keyAt(o, o.word(2), row, j) + keySlice;
          sum = fround(sum + fround(float32[scores + j] * float32[v + i]));
        }
        float32[out + slice + i] = keys === 0 ? 0 : sum * factor;
      }
    }
  }
  return undefined;
}

/** Where key or value `j` of `row` lies. */
function keyAt(o: Operands, matrix: number, row: number, j: number): number {
  const key = keyRow(o.words.int32, o.word(7), o.word(9), o.integer(10), row, j);
  return matrix + key * o.integer(14) * o.integer(6);
}

const partial = new Float32Array(4);

/** Four partial sums, element i in sum i mod 4, as the SIMD kernel holds them. */
function dot(x: Float32Array, a: number, b: number, length: number): number {
  partial.fill(0);
  for (let i = 0; i < length; i++) partial[i & 3] += fround(x[a + i] * x[b + i]);
  return fround(fround(partial[0] + partial[2]) + fround(partial[1] + partial[3]));
}

/** Replaces scores by steps of probabilities, 0 … `most`, and returns the step. */
function roundWeights(
  x: Float32Array,
  scores: number,
  keys: number,
  { step, most }: { readonly step: number; readonly most: number },
): number {
  const perStep = fround(fround(1 / softmaxWeights(x, scores, keys)) / step);
  for (let j = 0; j < keys; j++) {
    x[scores + j] = Math.min(roundHalfEven(fround(x[scores + j] * perStep)), most);
  }
  return step;
}

/** Replaces scores by weights and returns the factor that makes `factor·Σ weight·value` the output. */
function weighKeys(x: Float32Array, scores: number, keys: number, binary: boolean): number {
  const largest = fround(1 / softmaxWeights(x, scores, keys));
  if (!binary) return largest;
  x.fill(1, scores, scores + keys);
  return scaleOfLargest(largest);
}
