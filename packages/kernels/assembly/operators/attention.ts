import { STATUS_TOO_MANY_KEYS } from "../../src/tape/layout";
import { exponential } from "../vector/exponential";
import { laneMask, maximumLane, storeLanes, sumLanes, sumLanesOfFour } from "../vector/lanes";
import { cell, float, integer, offset } from "./operand";
import { stop } from "./status";

/**
 * q, k, v, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys,
 * 1/√headFeatures, binary
 */
export function attention(operands: usize, scores: usize, header: usize): i32 {
  const rows = cell(operands, 4);
  const heads = integer(operands, 5);
  const headFeatures = integer(operands, 6);
  const headBytes = <usize>headFeatures << 2;
  let q = offset(operands, 0);
  let out = offset(operands, 3);
  for (let row = 0; row < rows; row++) {
    const keys = load<i32>(offset(operands, 8) + (<usize>row << 2));
    if (<u32>keys > <u32>integer(operands, 11)) return stop(header, STATUS_TOO_MANY_KEYS, row);
    for (let head = 0; head < heads; head++) {
      const slice = <usize>head * headBytes;
      scoreKeys(operands, row, slice, keys, q, scores);
      const scale = weighKeys(scores, keys, integer(operands, 13) != 0);
      sumValues(operands, row, slice, keys, scores, scale, out);
      q += headBytes;
      out += headBytes;
    }
  }
  return 0;
}

/** Where head slice `slice` of key or value `j` of `row` lies. */
// @ts-ignore: decorator
@inline
function keyRow(operands: usize, matrix: usize, row: i32, slice: usize, j: i32): usize {
  const index = offset(operands, 9);
  const key =
    index == 0
      ? load<i32>(offset(operands, 7) + (<usize>row << 2)) + j
      : load<i32>(index + (<usize>(row * integer(operands, 10) + j) << 2));
  return matrix + <usize>key * ((<usize>(integer(operands, 5) * integer(operands, 6))) << 2) + slice;
}

/** `scores[j] = q·k_j/√headFeatures`, four keys at a time; surplus keys repeat the last one. */
function scoreKeys(operands: usize, row: i32, slice: usize, keys: i32, q: usize, scores: usize): void {
  const k = offset(operands, 1);
  const length = integer(operands, 6);
  const scale = f32x4.splat(float(operands, 12));
  for (let j = 0; j < keys; j += 4) {
    const k0 = keyRow(operands, k, row, slice, j);
    const k1 = keyRow(operands, k, row, slice, min(j + 1, keys - 1));
    const k2 = keyRow(operands, k, row, slice, min(j + 2, keys - 1));
    const k3 = keyRow(operands, k, row, slice, min(j + 3, keys - 1));
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      const at = <usize>i << 2;
      const x = v128.load(q + at);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(k0 + at)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(k1 + at)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(k2 + at)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(k3 + at)));
    }
    if (i < length) {
      const at = <usize>i << 2;
      const kept = laneMask(length - i);
      const x = v128.load(q + at);
      s0 = f32x4.add(s0, v128.and(f32x4.mul(x, v128.load(k0 + at)), kept));
      s1 = f32x4.add(s1, v128.and(f32x4.mul(x, v128.load(k1 + at)), kept));
      s2 = f32x4.add(s2, v128.and(f32x4.mul(x, v128.load(k2 + at)), kept));
      s3 = f32x4.add(s3, v128.and(f32x4.mul(x, v128.load(k3 + at)), kept));
    }
    storeLanes(scores + (<usize>j << 2), f32x4.mul(sumLanesOfFour(s0, s1, s2, s3), scale), keys - j);
  }
}

/** Replaces scores by weights and returns the factor that makes `factor·Σ weight·value` the output. */
function weighKeys(scores: usize, keys: i32, binary: bool): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let j = 0; j < keys; j += 4) {
    const score = v128.load(scores + (<usize>j << 2));
    largest = f32x4.max(largest, v128.bitselect(score, f32x4.splat(-Infinity), laneMask(keys - j)));
  }
  const maximum = f32x4.splat(maximumLane(largest));
  let sums = f32x4.splat(0);
  for (let j = 0; j < keys; j += 4) {
    const at = scores + (<usize>j << 2);
    const weight = v128.and(exponential(f32x4.sub(v128.load(at), maximum)), laneMask(keys - j));
    sums = f32x4.add(sums, weight);
    storeLanes(at, binary ? f32x4.splat(1) : weight, keys - j);
  }
  const largestProbability = <f32>1 / sumLanes(sums);
  return binary ? (largestProbability + <f32>1.1920929e-7) * 0.5 : largestProbability;
}

/** `out[i] = factor·Σ_j weight_j·v_j[i]`, summed in the order of j. */
function sumValues(
  operands: usize,
  row: i32,
  slice: usize,
  keys: i32,
  weights: usize,
  factor: f32,
  out: usize,
): void {
  const v = offset(operands, 2);
  const length = integer(operands, 6);
  const scale = f32x4.splat(keys == 0 ? 0 : factor);
  for (let i = 0; i < length; i += 16) {
    const at = <usize>i << 2;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let j = 0; j < keys; j++) {
      const weight = v128.load32_splat(weights + (<usize>j << 2));
      const from = keyRow(operands, v, row, slice, j) + at;
      a = f32x4.add(a, f32x4.mul(weight, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(weight, v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(weight, v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(weight, v128.load(from, 48)));
    }
    storeLanes(out + at, f32x4.mul(a, scale), length - i);
    storeLanes(out + at + 16, f32x4.mul(b, scale), length - i - 4);
    storeLanes(out + at + 32, f32x4.mul(c, scale), length - i - 8);
    storeLanes(out + at + 48, f32x4.mul(d, scale), length - i - 12);
  }
}
