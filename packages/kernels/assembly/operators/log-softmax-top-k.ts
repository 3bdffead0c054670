import { STATUS_LOGITS_NOT_FINITE } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { exponential } from "../vector/exponential";
import { laneMask, maximumLane } from "../vector/lanes";
import { logarithm } from "../vector/logarithm";
import { cell, integer, offset } from "./operand";
import { stop } from "./status";

/** logits, rows, vocabularySize, k, outIds, outLogProbabilities */
export function logSoftmaxTopK(operands: usize, header: usize): i32 {
  const rows = cell(operands, 1);
  const size = integer(operands, 2);
  const k = integer(operands, 3);
  const rowBytes = <usize>k << 2;
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let logits = offset(operands, 0) + (<usize>(first * size) << 2);
  let ids = offset(operands, 4) + <usize>first * rowBytes;
  let values = offset(operands, 5) + <usize>first * rowBytes;
  for (let row = first; row < end; row++) {
    const largest = maximum(logits, size);
    const sum = sumOfExponentials(logits, size, largest);
    if (!isFinite(largest) || isNaN(sum)) return stop(header, STATUS_LOGITS_NOT_FINITE, row);
    const logSum = <f32>logarithm(sum);
    selectLargest(logits, size, k, ids, values);
    for (let i: usize = 0; i < rowBytes; i += 4) {
      store<f32>(values + i, load<f32>(values + i) - largest - logSum);
    }
    logits += <usize>size << 2;
    ids += rowBytes;
    values += rowBytes;
  }
  return 0;
}

/** The largest logit, NaN passed over: the sum of exponentials finds that. */
function maximum(logits: usize, size: i32): f32 {
  const lowest = f32x4.splat(-Infinity);
  let a = lowest;
  let b = lowest;
  let left = size;
  for (; left >= 8; left -= 8) {
    a = f32x4.pmax(a, v128.load(logits));
    b = f32x4.pmax(b, v128.load(logits, 16));
    logits += 32;
  }
  a = f32x4.pmax(a, v128.bitselect(v128.load(logits), lowest, laneMask(left)));
  b = f32x4.pmax(b, v128.bitselect(v128.load(logits, 16), lowest, laneMask(left - 4)));
  return maximumLane(f32x4.pmax(a, b));
}

/** Σ e^(x − largest): sixteen at a time are added pairwise in float32, those sums in float64. */
function sumOfExponentials(logits: usize, size: i32, largest: f32): f64 {
  const top = f32x4.splat(largest);
  let sums = f64x2.splat(0);
  let left = size;
  for (; left >= 16; left -= 16) {
    const a = exponential(f32x4.sub(v128.load(logits), top));
    const b = exponential(f32x4.sub(v128.load(logits, 16), top));
    const c = exponential(f32x4.sub(v128.load(logits, 32), top));
    const d = exponential(f32x4.sub(v128.load(logits, 48), top));
    sums = addWidened(sums, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    logits += 64;
  }
  for (; left > 0; left -= 4) {
    const e = exponential(f32x4.sub(v128.load(logits), top));
    sums = addWidened(sums, v128.and(e, laneMask(left)));
    logits += 16;
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

// @ts-ignore: decorator
@inline
function addWidened(sums: v128, x: v128): v128 {
  const high = f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
  return f64x2.add(sums, f64x2.add(f64x2.promote_low_f32x4(x), high));
}

/** Keeps the k largest in falling order. Ids come in rising order, so a strict comparison puts the lower id first. */
function selectLargest(logits: usize, size: i32, k: i32, ids: usize, values: usize): void {
  let id = 0;
  for (; id < k; id++) insert(load<f32>(logits + (<usize>id << 2)), id, id, ids, values);
  const last = values + (<usize>(k - 1) << 2);
  let bar = v128.load32_splat(last);
  while (id < size) {
    const count = min(size - id, 16);
    if (v128.any_true(aboveBar(logits + (<usize>id << 2), bar))) {
      for (const end = id + count; id < end; id++) {
        const value = load<f32>(logits + (<usize>id << 2));
        if (value > load<f32>(last)) insert(value, id, k - 1, ids, values);
      }
      bar = v128.load32_splat(last);
    } else {
      id += count;
    }
  }
}

/** Sixteen comparisons with the bar, joined. */
// @ts-ignore: decorator
@inline
function aboveBar(at: usize, bar: v128): v128 {
  const low = v128.or(f32x4.gt(v128.load(at), bar), f32x4.gt(v128.load(at, 16), bar));
  const high = v128.or(f32x4.gt(v128.load(at, 32), bar), f32x4.gt(v128.load(at, 48), bar));
  return v128.or(low, high);
}

/** Puts (value, id) in its place among the `count` falling ones before it; what was at `count` is dropped. */
function insert(value: f32, id: i32, count: i32, ids: usize, values: usize): void {
  let at = (<usize>count) << 2;
  while (at > 0 && load<f32>(values + at - 4) < value) {
    store<f32>(values + at, load<f32>(values + at - 4));
    store<i32>(ids + at, load<i32>(ids + at - 4));
    at -= 4;
  }
  store<f32>(values + at, value);
  store<i32>(ids + at, id);
}
