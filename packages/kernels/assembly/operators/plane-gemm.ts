import {
  PLANE_ACTIVATION_OFFSET,
  PLANE_ACTIVATION_PLANES,
  PLANE_ACTIVATION_WEIGHTS,
  PLANE_BITS,
  PLANE_COLUMN_COUNTS,
  PLANE_COLUMN_OFFSETS,
  PLANE_COLUMN_WEIGHTS,
  PLANE_GROUPS,
  PLANE_IN_FEATURES,
  PLANE_LANES,
  PLANE_OUT,
  PLANE_OUT_FEATURES,
  PLANE_OUTPUT,
  PLANE_ROWS,
  PLANE_WEIGHT_OFFSET,
  PLANE_WEIGHT_PLANES,
  PLANE_WEIGHT_WEIGHTS,
  PLANE_WORDS_PER_ROW,
} from "../../src/tape/planes";
import { planeProductRow } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { SUMS, SUMS_ROW_BYTES } from "../sums";
import { cell, float, integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  INT32,
  INT8,
  SCALED,
  scaled,
  scaleOfRow,
  SIGN,
  storeIntegers,
  storeReals,
} from "./output";

/** Sums over the planes of the activations, for each lane group: four columns of one weight plane. */
// @ts-ignore: decorator
@inline
function totals(): usize {
  return SUMS + SUMS_ROW_BYTES;
}

// A value of the activations is α₀ + Σ_p α_p·bit_p, a weight β₀ + Σ_q β_q·bit_q, so that
// dot = Σ_q β_q·(Σ_p α_p·popcount(a_p ∧ w_q) + α₀·popcount(w_q)) + β₀·(Σ_p α_p·popcount(a_p) + α₀·K).
// Of reals with an α₀ bits are ±½, and α₀ is what that leaves: α_p·popcount becomes ½α_p·(2·popcount − popcount(w_q) or K).
// Their sums are float64: a total of reals is two vectors, of int32 one.

/** The output's operands, in bytes behind the first: of scaled sums, and of whole ones. */
const OUTPUT: usize = <usize>PLANE_OUTPUT << 2;
const INTEGER_OUTPUT: usize = <usize>PLANE_OUT << 2;

/** See tape/planes for the operands. */
export function planeGemmInt32(operands: usize): void {
  planeProduct(operands, INT32);
}

export function planeGemmSign(operands: usize): void {
  planeProduct(operands, SIGN);
}

export function planeGemm(operands: usize): void {
  planeProduct(operands, SCALED);
}

export function planeGemmInt8(operands: usize): void {
  planeProduct(operands, INT8);
}

function planeProduct(operands: usize, kind: i32): void {
  const scaled = kind == SCALED || kind == INT8;
  const wordsPerRow = offset(operands, PLANE_WORDS_PER_ROW);
  const activationPlanes = integer(operands, PLANE_ACTIVATION_PLANES);
  const weightPlanes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const rows = cell(operands, PLANE_ROWS);
  const rowBytes = (<usize>activationPlanes * wordsPerRow) << 2;
  const panelColumns = planePanel(weightPlanes);
  // Threads must not share a byte of signs, and a panel may have four columns.
  cutProduct(rows, outFeatures, kind == SIGN ? panelColumns << 1 : panelColumns);
  const start = firstRow;
  const end = endRow;
  const last = endColumn;
  let panel = offset(operands, PLANE_LANES);
  panel += <usize>((firstColumn >> 2) * weightPlanes) * (wordsPerRow << 4);
  for (let n = firstColumn; n < last; n += panelColumns) {
    const groups = ((min(outFeatures - n, panelColumns) + 3) >> 2) * weightPlanes;
    let a = offset(operands, PLANE_BITS) + <usize>start * rowBytes;
    for (let row = start; row < end; row++) {
      if (scaled) startReals(n, groups, operands);
      else startIntegers(n, groups, operands);
      for (let p = 0; p < activationPlanes; p++) {
        const plane = a + (<usize>p * wordsPerRow << 2);
        planeProductRow(plane, panel, wordsPerRow << 4, groups, <i32>wordsPerRow, SUMS);
        if (scaled) addReals(n, groups, PLANE_ACTIVATION_WEIGHTS + p, operands);
        else addIntegers(groups, PLANE_ACTIVATION_WEIGHTS + p, operands);
      }
      if (scaled) storeScaled(kind, a, row, n, groups, operands);
      else storeExact(kind, a, row, n, groups, operands);
      a += rowBytes;
    }
    panel += <usize>groups * (wordsPerRow << 4);
  }
}

/** Columns whose sums of all planes fill a row of sums. */
function planePanel(weightPlanes: i32): i32 {
  return (PLANE_GROUPS / weightPlanes) << 2;
}

/** α₀·popcount(w_q). */
function startIntegers(n: i32, groups: i32, operands: usize): void {
  const counts = offset(operands, PLANE_COLUMN_COUNTS);
  if (counts == 0) {
    memory.fill(totals(), 0, <usize>groups << 4);
    return;
  }
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const weight = i32x4.splat(integer(operands, PLANE_ACTIVATION_OFFSET));
  let to = totals();
  for (let group = 0; group < groups; group += planes) {
    for (let q = 0; q < planes; q++) {
      v128.store(to, i32x4.mul(v128.load(counts + (<usize>(q * outFeatures + n) << 2)), weight));
      to += 16;
    }
    n += 4;
  }
}

/** Adds α_p·popcount(a_p ∧ w_q). */
function addIntegers(groups: i32, weightAt: i32, operands: usize): void {
  const weight = i32x4.splat(integer(operands, weightAt));
  for (let at: usize = 0; at < <usize>groups << 4; at += 16) {
    const product = i32x4.mul(v128.load(SUMS + at), weight);
    v128.store(totals() + at, i32x4.add(v128.load(totals() + at), product));
  }
}

/** α₀·popcount(w_q). */
function startReals(n: i32, groups: i32, operands: usize): void {
  const counts = offset(operands, PLANE_COLUMN_COUNTS);
  memory.fill(totals(), 0, <usize>groups << 5);
  if (counts == 0) return;
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const weight = f64x2.splat(<f64>float(operands, PLANE_ACTIVATION_OFFSET));
  let to = totals();
  for (let group = 0; group < groups; group += planes) {
    for (let q = 0; q < planes; q++) {
      addReal(to, v128.load(counts + (<usize>(q * outFeatures + n) << 2)), weight);
      to += 32;
    }
    n += 4;
  }
}

/** Adds α_p·popcount(a_p ∧ w_q), or, where α₀ is not 0, ½α_p·(2·popcount(a_p ∧ w_q) − popcount(w_q)). */
function addReals(n: i32, groups: i32, weightAt: i32, operands: usize): void {
  const counts = offset(operands, PLANE_COLUMN_COUNTS);
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const alpha = <f64>float(operands, weightAt);
  const weight = f64x2.splat(counts == 0 ? alpha : alpha * 0.5);
  let from = SUMS;
  let to = totals();
  for (let group = 0; group < groups; group += planes) {
    for (let q = 0; q < planes; q++) {
      let both = v128.load(from);
      if (counts != 0) {
        const count = v128.load(counts + (<usize>(q * outFeatures + n) << 2));
        both = i32x4.sub(i32x4.shl(both, 1), count);
      }
      addReal(to, both, weight);
      from += 16;
      to += 32;
    }
    n += 4;
  }
}

/** Adds four integers times a weight to four float64. */
// @ts-ignore: decorator
@inline
function addReal(to: usize, integers: v128, weight: v128): void {
  const high = i8x16.shuffle(integers, integers, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  const left = f64x2.mul(f64x2.convert_low_i32x4_s(integers), weight);
  const right = f64x2.mul(f64x2.convert_low_i32x4_s(high), weight);
  v128.store(to, f64x2.add(v128.load(to), left));
  v128.store(to, f64x2.add(v128.load(to, 16), right), 16);
}

function storeExact(kind: i32, a: usize, row: i32, n: i32, groups: i32, operands: usize): void {
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const weightOffset = integer(operands, PLANE_WEIGHT_OFFSET);
  const constant = weightOffset == 0 ? 0 : weightOffset * rowSumInt32(a, operands);
  let from = totals();
  for (let group = 0; group < groups; group += planes) {
    let y = i32x4.splat(constant);
    for (let q = 0; q < planes; q++) {
      const weight = v128.load32_splat(operands + (<usize>(PLANE_WEIGHT_WEIGHTS + q) << 2));
      y = i32x4.add(y, i32x4.mul(v128.load(from), weight));
      from += 16;
    }
    storeIntegers(kind, operands + INTEGER_OUTPUT, row, n, outFeatures, y);
    n += 4;
  }
}

function storeScaled(kind: i32, a: usize, row: i32, n: i32, groups: i32, operands: usize): void {
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  const columnOffsets = offset(operands, PLANE_COLUMN_OFFSETS);
  const columnWeights = offset(operands, PLANE_COLUMN_WEIGHTS);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const rowScale = scaleOfRow(output, row);
  const rowSum = f64x2.splat(columnOffsets == 0 ? 0 : rowSumFloat64(a, operands));
  let from = totals();
  for (let group = 0; group < groups; group += planes) {
    const at = <usize>n << 2;
    let left = f64x2.splat(0);
    let right = f64x2.splat(0);
    if (columnOffsets != 0) {
      left = f64x2.mul(rowSum, promoted(columnOffsets + at));
      right = f64x2.mul(rowSum, promoted(columnOffsets + at + 8));
    }
    for (let q = 0; q < planes; q++) {
      const weights = columnWeights + (<usize>(q * outFeatures + n) << 2);
      left = f64x2.add(left, f64x2.mul(v128.load(from), promoted(weights)));
      right = f64x2.add(right, f64x2.mul(v128.load(from, 16), promoted(weights + 8)));
      from += 32;
    }
    let y = i8x16.shuffle(
      f32x4.demote_f64x2_zero(left), f32x4.demote_f64x2_zero(right),
      0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
    );
    y = scaled(y, rowScale, columnScales, bias, activation, operands + OUTPUT, at);
    storeReals(kind, operands + OUTPUT, row, n, outFeatures, y);
    n += 4;
  }
}

/** Two float32 as float64. */
// @ts-ignore: decorator
@inline
function promoted(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** Σ_p α_p·popcount(a_p) + α₀·K. */
function rowSumInt32(a: usize, operands: usize): i32 {
  let total = integer(operands, PLANE_ACTIVATION_OFFSET) * integer(operands, PLANE_IN_FEATURES);
  const planes = offset(operands, PLANE_ACTIVATION_PLANES);
  for (let p: usize = 0; p < planes; p++) {
    total += integer(operands, PLANE_ACTIVATION_WEIGHTS + p) * popcountPlane(a, <i32>p, operands);
  }
  return total;
}

/** The same of reals, whose bits are ±½ where α₀ is not 0. */
function rowSumFloat64(a: usize, operands: usize): f64 {
  const inFeatures = integer(operands, PLANE_IN_FEATURES);
  const isCentred = offset(operands, PLANE_COLUMN_COUNTS) != 0;
  let total = <f64>float(operands, PLANE_ACTIVATION_OFFSET) * <f64>inFeatures;
  const planes = integer(operands, PLANE_ACTIVATION_PLANES);
  for (let p = 0; p < planes; p++) {
    const weight = <f64>float(operands, PLANE_ACTIVATION_WEIGHTS + p);
    const count = popcountPlane(a, p, operands);
    const difference: i32 = 2 * count - inFeatures;
    total += isCentred ? <f64>difference * (weight * 0.5) : <f64>count * weight;
  }
  return total;
}

function popcountPlane(a: usize, p: i32, operands: usize): i32 {
  const bytes = offset(operands, PLANE_WORDS_PER_ROW) << 2;
  const from = a + <usize>p * bytes;
  let count: i64 = 0;
  for (let at = from; at < from + bytes; at += 8) count += popcnt<i64>(load<i64>(at));
  return <i32>count;
}
