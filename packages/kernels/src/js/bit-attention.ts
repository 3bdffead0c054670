import { popcount32, wordsPerRow } from "@bnnkit/core";
import { KEEP_ABOVE, KEEP_ALL, KEEP_POSITIVE, STATUS_TOO_MANY_KEYS } from "../tape/layout.ts";
import { keyRow } from "./key-row.ts";
import { type Outcome, stopped } from "./outcome.ts";
import { softmaxWeights, sumInFour } from "./softmax-weights.ts";
import type { Operands } from "./words.ts";

const { fround } = Math;

/**
 * q, k, v, valueBits, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys, scale,
 * queryScales, keyScales, scaleGroups, keep, threshold, multiplier, weights[0 … headFeatures]
 */
export function bitAttention_1x1__js(o: Operands, weights: number): Outcome {
  const { int32, float32 } = o.words;
  const [rows, heads] = [o.cell(5), o.integer(6)];
  for (let row = 0; row < rows; row++) {
    const keys = int32[o.word(9) + row];
    if (keys < 0 || keys > o.integer(12)) return stopped(STATUS_TOO_MANY_KEYS, row);
    const keyRows = weights + o.integer(12);
    for (let j = 0; j < keys; j++) int32[keyRows + j] = keyOf(o, row, j);
    for (let head = 0; head < heads; head++) {
      const sum = weighKeys(o, row, head, keys, weights);
      const factor = finishWeights(o, keys, sum, weights);
      const from = (row * heads + head) * o.integer(7);
      const out = float32.subarray(o.word(4) + from, o.word(4) + from + o.integer(7));
      out.fill(0);
      if (o.integer(3) === 0) addValues(o, head, keys, weights, out);
      else addSigns(o, head, keys, weights, out);
      for (let i = 0; i < out.length; i++) out[i] *= factor;
    }
  }
  return undefined;
}

/** The row of `k` that key `j` of `row` is. */
function keyOf(o: Operands, row: number, j: number): number {
  return keyRow(o.words.int32, o.word(8), o.word(10), o.integer(11), row, j);
}

/** Writes e^(score − largest score) of each key at `weights`, or 1 where its dot product is positive, and returns their sum. */
function weighKeys(o: Operands, row: number, head: number, keys: number, weights: number): number {
  const { float32, int32 } = o.words;
  const keyRows = weights + o.integer(12);
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < keys; j++) {
    int32[weights + j] = countDifferences(o, row, int32[keyRows + j], head);
    least = Math.min(least, int32[weights + j]);
  }
  if (o.integer(17) === KEEP_POSITIVE) {
    for (let j = 0; j < keys; j++) {
      float32[weights + j] = 2 * int32[weights + j] < o.integer(7) ? 1 : 0;
    }
    return 0;
  }
  if (o.integer(14) === 0 && o.integer(15) === 0) {
    for (let j = 0; j < keys; j++) {
      float32[weights + j] = o.float(20 + int32[weights + j] - least);
    }
    return sumInFour(float32, weights, keys);
  }
  for (let j = 0; j < keys; j++) {
    const dot = o.integer(7) - 2 * int32[weights + j];
    float32[weights + j] = dot * scoreScale(o, row, int32[keyRows + j], head);
  }
  return softmaxWeights(float32, weights, keys);
}

/** popcount(q ⊕ k) over the bytes of a head. */
function countDifferences(o: Operands, row: number, key: number, head: number): number {
  const { int8, int32 } = o.words;
  const bytes = o.integer(7) >>> 3;
  const rowBytes = 4 * wordsPerRow(o.integer(6) * o.integer(7));
  const q = o.byte(0) + row * rowBytes + head * bytes;
  const k = o.byte(1) + key * rowBytes + head * bytes;
  let count = 0;
  if ((bytes & 3) === 0) {
    for (let i = 0; i < bytes; i += 4) {
      count += popcount32(int32[(q + i) >>> 2] ^ int32[(k + i) >>> 2]);
    }
    return count;
  }
  for (let i = 0; i < bytes; i++) count += popcount32((int8[q + i] ^ int8[k + i]) & 255);
  return count;
}

function scoreScale(o: Operands, row: number, key: number, head: number): number {
  const { float32 } = o.words;
  const groups = o.integer(16);
  const group = groups === 1 ? 0 : head;
  let scale = o.float(13);
  if (o.word(14) !== 0) scale = fround(scale * float32[o.word(14) + row * groups + group]);
  if (o.word(15) !== 0) scale = fround(scale * float32[o.word(15) + key * groups + group]);
  return scale;
}

/** Makes weights 1 or 0 where that is asked for, and returns the factor of `factor·Σ weight·value`. */
function finishWeights(o: Operands, keys: number, sum: number, weights: number): number {
  const { float32 } = o.words;
  const [keep, threshold, multiplier] = [o.integer(17), o.float(18), o.float(19)];
  if (keep === KEEP_ALL) return keys === 0 ? 0 : fround(multiplier * fround(1 / sum));
  const bound = keep === KEEP_ABOVE ? fround(threshold * sum) : threshold;
  for (let j = 0; j < keys; j++) {
    const weight = float32[weights + j];
    float32[weights + j] = (keep === KEEP_ABOVE ? weight > bound : weight >= bound) ? 1 : 0;
  }
  return multiplier;
}

/** Adds weight·value of each key, in their order. */
function addValues(
  o: Operands,
  head: number,
  keys: number,
  weights: number,
  out: Float32Array,
): void {
  const { float32, int32 } = o.words;
  const features = o.integer(6) * out.length;
  const keyRows = weights + o.integer(12);
  const isKept = o.integer(17) !== KEEP_ALL;
  for (let j = 0; j < keys; j++) {
    const weight = float32[weights + j];
    // What is not kept has no effect, NaN included.
    if (isKept && weight === 0) continue;
    const v = o.word(2) + int32[keyRows + j] * features + head * out.length;
    for (let i = 0; i < out.length; i++) out[i] += fround(weight * float32[v + i]);
  }
}

/** Adds ±weight of each key, − where the bit of its value is 1. */
function addSigns(
  o: Operands,
  head: number,
  keys: number,
  weights: number,
  out: Float32Array,
): void {
  const { float32, int32 } = o.words;
  const wordsOfRow = wordsPerRow(o.integer(6) * out.length);
  const keyRows = weights + o.integer(12);
  for (let j = 0; j < keys; j++) {
    const weight = float32[weights + j];
    const row = o.word(3) + int32[keyRows + j] * wordsOfRow;
    for (let i = 0; i < out.length; i++) {
      const bit = head * out.length + i;
      out[i] += (int32[row + (bit >>> 5)] >>> (bit & 31)) & 1 ? -weight : weight;
    }
  }
}
