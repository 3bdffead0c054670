import { STATUS_TOO_MANY_KEYS } from "../../src/tape/layout";
import { exponential } from "../vector/exponential";
import { laneMask, maximumLane, storeLanes, sumLanes, sumLanesOfFour } from "../vector/lanes";
import { cell, float, integer, offset } from "./operand";
import { stop } from "./status";

/**
 * q, k, v, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys,
 * 1/√headFeatures, binary
 *
 * Scratch: the weights of one head, then where the keys of one row lie.
 */
export function attention(operands: usize, scratch: usize, header: usize): i32 {
  const k = offset(operands, 1);
  const v = offset(operands, 2);
  const rows = cell(operands, 4);
  const heads = integer(operands, 5);
  const length = integer(operands, 6);
  const maximumKeys = integer(operands, 11);
  const scale = float(operands, 12);
  const binary = integer(operands, 13) != 0;
  const headBytes = <usize>length << 2;
  const keyOffsets = scratch + ((<usize>(maximumKeys + 3) >> 2) << 4);
  let q = offset(operands, 0);
  let out = offset(operands, 3);
  for (let row = 0; row < rows; row++) {
    const keys = load<i32>(offset(operands, 8) + (<usize>row << 2));
    if (<u32>keys > <u32>maximumKeys) return stop(header, STATUS_TOO_MANY_KEYS, row);
    locateKeys(operands, row, keys, keyOffsets);
    for (let head = 0; head < heads; head++) {
      const slice = <usize>head * headBytes;
      scoreKeys(q, k + slice, keyOffsets, keys, length, scale, scratch);
      const factor = weighKeys(scratch, keys, binary);
      sumValues(v + slice, keyOffsets, keys, length, scratch, factor, out);
      q += headBytes;
      out += headBytes;
    }
  }
  return 0;
}

/** Byte offsets of the row's keys in `k` and `v`, the last one repeated to whole vectors. */
function locateKeys(operands: usize, row: i32, keys: i32, keyOffsets: usize): void {
  const rowBytes = (integer(operands, 5) * integer(operands, 6)) << 2;
  const index = offset(operands, 9);
  const padded = (keys + 3) & ~3;
  if (index == 0) {
    const start = load<i32>(offset(operands, 7) + (<usize>row << 2));
    for (let j = 0; j < padded; j++) {
      store<i32>(keyOffsets + (<usize>j << 2), (start + min(j, keys - 1)) * rowBytes);
    }
  } else {
    const from = index + (<usize>(row * integer(operands, 10)) << 2);
    for (let j = 0; j < padded; j++) {
      const key = load<i32>(from + (<usize>min(j, keys - 1) << 2));
      store<i32>(keyOffsets + (<usize>j << 2), key * rowBytes);
    }
  }
}

/** `scores[j] = q·k_j·scale`, four keys at a time. */
function scoreKeys(
  q: usize,
  k: usize,
  keyOffsets: usize,
  keys: i32,
  length: i32,
  scale: f32,
  scores: usize,
): void {
  const whole = <usize>(length & ~3) << 2;
  const rest = length & 3;
  for (let j = 0; j < keys; j += 4) {
    const k0 = k + load<u32>(keyOffsets);
    const k1 = k + load<u32>(keyOffsets, 4);
    const k2 = k + load<u32>(keyOffsets, 8);
    const k3 = k + load<u32>(keyOffsets, 12);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const x = v128.load(q + at);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(k0 + at)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(k1 + at)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(k2 + at)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(k3 + at)));
    }
    if (rest > 0) {
      const kept = laneMask(rest);
      const x = v128.load(q + whole);
      s0 = f32x4.add(s0, v128.and(f32x4.mul(x, v128.load(k0 + whole)), kept));
      s1 = f32x4.add(s1, v128.and(f32x4.mul(x, v128.load(k1 + whole)), kept));
      s2 = f32x4.add(s2, v128.and(f32x4.mul(x, v128.load(k2 + whole)), kept));
      s3 = f32x4.add(s3, v128.and(f32x4.mul(x, v128.load(k3 + whole)), kept));
    }
    v128.store(scores, f32x4.mul(sumLanesOfFour(s0, s1, s2, s3), f32x4.splat(scale)));
    keyOffsets += 16;
    scores += 16;
  }
}

/** Replaces scores by weights and returns the factor that makes `factor·Σ weight·value` the output. */
function weighKeys(scores: usize, keys: i32, binary: bool): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let j = 0; j < keys; j += 4) {
    largest = f32x4.max(largest, v128.load(scores + (<usize>j << 2)));
  }
  const maximum = f32x4.splat(maximumLane(largest));
  let sums = f32x4.splat(0);
  for (let j = 0; j < keys; j += 4) {
    const at = scores + (<usize>j << 2);
    const weight = v128.and(exponential(f32x4.sub(v128.load(at), maximum)), laneMask(keys - j));
    sums = f32x4.add(sums, weight);
    v128.store(at, binary ? f32x4.splat(1) : weight);
  }
  if (keys == 0) return 0;
  const largestProbability = <f32>1 / sumLanes(sums);
  return binary ? (largestProbability + <f32>1.1920929e-7) * 0.5 : largestProbability;
}

/** `out[i] = factor·Σ_j weight_j·v_j[i]`, summed in the order of j. */
function sumValues(
  v: usize,
  keyOffsets: usize,
  keys: i32,
  length: i32,
  weights: usize,
  factor: f32,
  out: usize,
): void {
  const scale = f32x4.splat(factor);
  const end = <usize>keys << 2;
  for (let i = 0; i < length; i += 16) {
    const at = <usize>i << 2;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let j: usize = 0; j < end; j += 4) {
      const weight = v128.load32_splat(weights + j);
      const from = v + load<u32>(keyOffsets + j) + at;
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
