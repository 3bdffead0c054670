import { KEEP_ABOVE, KEEP_ALL, KEEP_POSITIVE, STATUS_TOO_MANY_KEYS } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { sumLanes } from "../vector/lanes";
import { bytesPerBitRow } from "./bit-row";
import { countDifferences } from "./count-differences";
import { locateKeys } from "./locate-keys";
import { cell, float, integer, offset } from "./operand";
import { softmaxWeights } from "./softmax-weights";
import { stop } from "./status";
import { countSigns, sumSigns } from "./sum-signs";
import { sumValues } from "./sum-values";

/**
 * q, k, v, valueBits, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys, scale,
 * queryScales, keyScales, scaleGroups, keep, threshold, multiplier, weights[0 … headFeatures]
 *
 * Scratch, a word for each key: weights, rows of the keys, byte offsets of the values, and of those that are kept.
 */
export function bitAttention(operands: usize, scratch: usize, header: usize): i32 {
  const heads = integer(operands, 6);
  const length = integer(operands, 7);
  const maximumKeys = integer(operands, 12);
  const features = heads * length;
  const table = <usize>((maximumKeys + 3) & ~3) << 2;
  const keyRows = scratch + table;
  const valueOffsets = keyRows + table;
  const hasBits = offset(operands, 3) != 0;
  const valueBytes = hasBits ? <i32>bytesPerBitRow(features) : features << 2;
  cut(cell(operands, 5));
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) {
    const keys = load<i32>(offset(operands, 9) + (<usize>row << 2));
    if (<u32>keys > <u32>maximumKeys) return stop(header, STATUS_TOO_MANY_KEYS, row);
    const keyStart = offset(operands, 8);
    const keyIndex = offset(operands, 10);
    const stride = integer(operands, 11);
    locateKeys(keyStart, keyIndex, stride, row, keys, 1, keyRows);
    locateKeys(keyStart, keyIndex, stride, row, keys, valueBytes, valueOffsets);
    for (let head = 0; head < heads; head++) {
      const sum = weighKeys(operands, row, head, keys, keyRows, scratch);
      const out = offset(operands, 4) + (<usize>(row * features + head * length) << 2);
      sumWeighted(operands, head, keys, sum, valueOffsets, scratch, out);
    }
  }
  return 0;
}

/** Writes e^(score − largest score) of each key at `weights`, or 1 where its dot product is positive, and returns their sum. */
function weighKeys(
  operands: usize,
  row: i32,
  head: i32,
  keys: i32,
  keyRows: usize,
  weights: usize,
): f32 {
  const length = integer(operands, 7);
  const bytes = length >> 3;
  const rowBytes = bytesPerBitRow(integer(operands, 6) * length);
  const slice = <usize>(head * bytes);
  const q = offset(operands, 0) + <usize>row * rowBytes + slice;
  const k = offset(operands, 1) + slice;
  const least = countDifferences(q, k, rowBytes, keyRows, keys, bytes, weights);
  if (integer(operands, 17) == KEEP_POSITIVE) return markPositive(length, keys, weights);
  if (offset(operands, 14) != 0 || offset(operands, 15) != 0) {
    scaleScores(operands, row, head, keys, keyRows, weights);
    return softmaxWeights(weights, keys);
  }
  return lookUpWeights(operands + (20 << 2), least, keys, weights);
}

/** Replaces counts of different bits by 1 where they are fewer than half, else 0. */
function markPositive(length: i32, keys: i32, weights: usize): f32 {
  const end = weights + (<usize>keys << 2);
  for (let at = weights; at < end; at += 4) {
    store<f32>(at, load<i32>(at) << 1 < length ? 1 : 0);
  }
  return 0;
}

/**
 * Without scales a score is a number of equal bits, so that its weight stands in the table, at how many bits more than
 * for the best key differ. Sums four partial sums as `softmaxWeights` does.
 */
function lookUpWeights(table: usize, least: i32, keys: i32, weights: usize): f32 {
  const end = weights + (<usize>keys << 2);
  let at = weights;
  for (; at < end; at += 4) store<f32>(at, load<f32>(table + (<usize>(load<i32>(at) - least) << 2)));
  for (; ((at - weights) & 15) != 0; at += 4) store<f32>(at, 0);
  let sums = f32x4.splat(0);
  for (let from = weights; from < end; from += 16) sums = f32x4.add(sums, v128.load(from));
  return sumLanes(sums);
}

/** Replaces counts of different bits by (K − 2·count)·((queryScale·scale)·keyScale), the last score repeated. */
function scaleScores(
  operands: usize,
  row: i32,
  head: i32,
  keys: i32,
  keyRows: usize,
  scores: usize,
): void {
  const length = integer(operands, 7);
  const groups = integer(operands, 16);
  const group = groups == 1 ? 0 : head;
  const queryScales = offset(operands, 14);
  const keyScales = offset(operands, 15);
  let scale = float(operands, 13);
  if (queryScales != 0) scale *= load<f32>(queryScales + (<usize>(row * groups + group) << 2));
  let score: f32 = 0;
  for (let j: usize = 0; j < <usize>keys; j++) {
    const at = scores + (j << 2);
    let factor = scale;
    if (keyScales != 0) {
      const key = load<i32>(keyRows + (j << 2));
      factor *= load<f32>(keyScales + (<usize>(key * groups + group) << 2));
    }
    score = <f32>(length - (load<i32>(at) << 1)) * factor;
    store<f32>(at, score);
  }
  for (let j = keys; (j & 3) != 0; j++) store<f32>(scores + (<usize>j << 2), score);
}

/** Writes one head's output from the weights and their sum. */
function sumWeighted(
  operands: usize,
  head: i32,
  keys: i32,
  sum: f32,
  valueOffsets: usize,
  weights: usize,
  out: usize,
): void {
  const length = integer(operands, 7);
  const multiplier = float(operands, 19);
  const valueBits = offset(operands, 3);
  const v = valueBits == 0
    ? offset(operands, 2) + (<usize>(head * length) << 2)
    : valueBits + <usize>((head * length) >> 3);
  if (integer(operands, 17) == KEEP_ALL) {
    const factor: f32 = keys == 0 ? 0 : multiplier * (<f32>1 / sum);
    if (valueBits == 0) sumValues(v, valueOffsets, keys, length, weights, factor, out);
    else sumSigns(v, valueOffsets, keys, length, weights, factor, out);
    return;
  }
  const kept = valueOffsets + (<usize>((integer(operands, 12) + 3) & ~3) << 2);
  const count = keepKeys(operands, keys, sum, valueOffsets, weights, kept);
  if (valueBits == 0) sumValues(v, kept, count, length, weights, multiplier, out);
  else countSigns(v, kept, count, length, multiplier, out);
}

/** Makes probabilities 1 or 0: gathers the values of those that become 1, with weights of 1, and returns their number. */
function keepKeys(
  operands: usize,
  keys: i32,
  sum: f32,
  valueOffsets: usize,
  weights: usize,
  kept: usize,
): i32 {
  const threshold = float(operands, 18);
  const isAbove = integer(operands, 17) == KEEP_ABOVE;
  const bound = isAbove ? threshold * sum : threshold;
  let count: usize = 0;
  for (let j: usize = 0; j < <usize>keys; j++) {
    const weight = load<f32>(weights + (j << 2));
    store<u32>(kept + (count << 2), load<u32>(valueOffsets + (j << 2)));
    if (isAbove ? weight > bound : weight >= bound) count++;
  }
  for (let j: usize = 0; j < count; j++) store<f32>(weights + (j << 2), 1);
  return <i32>count;
}
