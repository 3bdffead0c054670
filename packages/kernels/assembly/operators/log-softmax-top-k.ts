import { STATUS_LOGITS_NOT_FINITE } from "../../src/tape/layout";
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
  const rowBytes = (<usize>k) << 2;
  let logits = offset(operands, 0);
  let ids = offset(operands, 4);
  let values = offset(operands, 5);
  for (let row = 0; row < rows; row++) {
    const largest = maximum(logits, size);
    if (!isFinite(largest)) return stop(header, STATUS_LOGITS_NOT_FINITE, row);
    selectLargest(logits, size, k, ids, values);
    const logSum = <f32>logarithm(sumOfExponentials(logits, size, largest));
    for (let i: usize = 0; i < rowBytes; i += 4) {
      store<f32>(values + i, load<f32>(values + i) - largest - logSum);
    }
    logits += (<usize>size) << 2;
    ids += rowBytes;
    values += rowBytes;
  }
  return 0;
}

/** The largest logit; NaN if one is NaN. */
function maximum(logits: usize, size: i32): f32 {
  const lowest = f32x4.splat(-Infinity);
  let a = lowest;
  let b = lowest;
  let left = size;
  for (; left >= 8; left -= 8) {
    a = f32x4.max(a, v128.load(logits));
    b = f32x4.max(b, v128.load(logits, 16));
    logits += 32;
  }
  a = f32x4.max(a, v128.bitselect(v128.load(logits), lowest, laneMask(left)));
  b = f32x4.max(b, v128.bitselect(v128.load(logits, 16), lowest, laneMask(left - 4)));
  return maximumLane(f32x4.max(a, b));
}

/** Σ e^(x − largest), each vector widened to float64 before it is added. */
function sumOfExponentials(logits: usize, size: i32, largest: f32): f64 {
  const top = f32x4.splat(largest);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let left = size; left > 0; left -= 4) {
    const e = v128.and(exponential(f32x4.sub(v128.load(logits), top)), laneMask(left));
    low = f64x2.add(low, f64x2.promote_low_f32x4(e));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(e, e, 2, 3, 2, 3)));
    logits += 16;
  }
  const sums = f64x2.add(low, high);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Keeps the k largest in falling order. Ids come in rising order, so a strict comparison puts the lower id first. */
function selectLargest(logits: usize, size: i32, k: i32, ids: usize, values: usize): void {
  let id = 0;
  for (; id < k; id++) insert(load<f32>(logits + ((<usize>id) << 2)), id, id, ids, values);
  const last = values + ((<usize>(k - 1)) << 2);
  let bar = v128.load32_splat(last);
  for (; id < size; id += 4) {
    const above = f32x4.gt(v128.load(logits + ((<usize>id) << 2)), bar);
    if (!v128.any_true(above)) continue;
    const end = min(id + 4, size);
    for (let i = id; i < end; i++) {
      const value = load<f32>(logits + ((<usize>i) << 2));
      if (value > load<f32>(last)) insert(value, i, k - 1, ids, values);
    }
    bar = v128.load32_splat(last);
  }
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
