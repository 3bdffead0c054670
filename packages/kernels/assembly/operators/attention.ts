import { STATUS_TOO_MANY_KEYS } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { laneMask, sumLanesOfFour } from "../vector/lanes";
import { locateKeys } from "./locate-keys";
import { cell, float, integer, offset } from "./operand";
import { softmaxWeights } from "./softmax-weights";
import { stop } from "./status";
import { sumValues } from "./sum-values";
import { tokenScale } from "./token-scale";

/**
 * q, k, v, out, rows, heads, headFeatures, keyStart, keyCount, keyIndex, keyIndexStride, maximumKeys,
 * 1/√headFeatures, binary, keyHeads, step, most
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
  const keyStart = offset(operands, 7);
  const keyIndex = offset(operands, 9);
  const stride = integer(operands, 10);
  const scale = float(operands, 12);
  const binary = integer(operands, 13) != 0;
  const keyHeads = integer(operands, 14);
  const step = float(operands, 15);
  const most = integer(operands, 16);
  const headBytes = <usize>length << 2;
  const keyOffsets = scratch + ((<usize>(maximumKeys + 3) >> 2) << 4);
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let q = offset(operands, 0) + <usize>(first * heads) * headBytes;
  let out = offset(operands, 3) + <usize>(first * heads) * headBytes;
  for (let row = first; row < end; row++) {
    const keys = load<i32>(offset(operands, 8) + (<usize>row << 2));
    if (<u32>keys > <u32>maximumKeys) return stop(header, STATUS_TOO_MANY_KEYS, row);
    locateKeys(keyStart, keyIndex, stride, row, keys, (keyHeads * length) << 2, keyOffsets);
    for (let head = 0; head < heads; head++) {
      const slice = <usize>((head * keyHeads) / heads) * headBytes;
      scoreKeys(q, k + slice, keyOffsets, keys, length, scale, scratch);
      const factor = most == 0
        ? weighKeys(scratch, keys, binary)
        : roundWeights(scratch, keys, step, <f32>most);
      sumValues(v + slice, keyOffsets, keys, length, scratch, factor, out);
      q += headBytes;
      out += headBytes;
    }
  }
  return 0;
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

/** Replaces scores by steps of probabilities, 0 … `most`, and returns the step. */
function roundWeights(scores: usize, keys: i32, step: f32, most: f32): f32 {
  if (keys == 0) return 0;
  const perStep = f32x4.splat(<f32>1 / softmaxWeights(scores, keys) / step);
  for (let j = 0; j < keys; j += 4) {
    const at = scores + (<usize>j << 2);
    const steps = f32x4.nearest(f32x4.mul(v128.load(at), perStep));
    v128.store(at, f32x4.min(steps, f32x4.splat(most)));
  }
  return step;
}

/** Replaces scores by weights and returns the factor that makes `factor·Σ weight·value` the output. */
function weighKeys(scores: usize, keys: i32, binary: bool): f32 {
  if (keys == 0) return 0;
  const largestProbability = <f32>1 / softmaxWeights(scores, keys);
  if (!binary) return largestProbability;
  for (let j = 0; j < keys; j += 4) v128.store(scores + (<usize>j << 2), f32x4.splat(1));
  return tokenScale(largestProbability);
}
