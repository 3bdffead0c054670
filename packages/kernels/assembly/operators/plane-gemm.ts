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

/** Sums over the planes of the activations, one vector per lane group: four columns of one weight plane. */
// @ts-ignore: decorator
@inline
function totals(): usize {
  return SUMS + SUMS_ROW_BYTES;
}

// A value of the activations is α₀ + Σ_p α_p·bit_p, a weight β₀ + Σ_q β_q·bit_q, so that
// dot = Σ_q β_q·(Σ_p α_p·popcount(a_p ∧ w_q) + α₀·popcount(w_q)) + β₀·(Σ_p α_p·popcount(a_p) + α₀·K).

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
      startTotals(n, groups, scaled, operands);
      for (let p = 0; p < activationPlanes; p++) {
        const plane = a + (<usize>p * wordsPerRow << 2);
        planeProductRow(plane, panel, wordsPerRow << 4, groups, <i32>wordsPerRow, SUMS);
        addToTotals(groups, PLANE_ACTIVATION_WEIGHTS + p, scaled, operands);
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
function startTotals(n: i32, groups: i32, scaled: bool, operands: usize): void {
  const counts = offset(operands, PLANE_COLUMN_COUNTS);
  if (counts == 0) {
    memory.fill(totals(), 0, <usize>groups << 4);
    return;
  }
  const planes = integer(operands, PLANE_WEIGHT_PLANES);
  const outFeatures = integer(operands, PLANE_OUT_FEATURES);
  let to = totals();
  for (let group = 0; group < groups; group += planes) {
    for (let q = 0; q < planes; q++) {
      const count = v128.load(counts + (<usize>(q * outFeatures + n) << 2));
      v128.store(to, times(count, PLANE_ACTIVATION_OFFSET, scaled, operands));
      to += 16;
    }
    n += 4;
  }
}

/** Adds α_p·popcount(a_p ∧ w_q). */
function addToTotals(groups: i32, weightAt: i32, scaled: bool, operands: usize): void {
  for (let group: usize = 0; group < <usize>groups; group++) {
    const product = times(v128.load(SUMS + (group << 4)), weightAt, scaled, operands);
    const to = totals() + (group << 4);
    const total = v128.load(to);
    v128.store(to, scaled ? f32x4.add(total, product) : i32x4.add(total, product));
  }
}

// @ts-ignore: decorator
@inline
function times(count: v128, weightAt: i32, scaled: bool, operands: usize): v128 {
  const weight = v128.load32_splat(operands + (<usize>weightAt << 2));
  return scaled
    ? f32x4.mul(f32x4.convert_i32x4_s(count), weight)
    : i32x4.mul(count, weight);
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
  const rowSum: f32 = columnOffsets == 0 ? <f32>0 : rowSumFloat32(a, operands);
  let from = totals();
  for (let group = 0; group < groups; group += planes) {
    const at = <usize>n << 2;
    let y = f32x4.splat(0);
    if (columnOffsets != 0) y = f32x4.mul(f32x4.splat(rowSum), v128.load(columnOffsets + at));
    for (let q = 0; q < planes; q++) {
      const weights = v128.load(columnWeights + (<usize>(q * outFeatures + n) << 2));
      y = f32x4.add(y, f32x4.mul(v128.load(from), weights));
      from += 16;
    }
    y = scaled(y, rowScale, columnScales, bias, activation, operands + OUTPUT, at);
    storeReals(kind, operands + OUTPUT, row, n, outFeatures, y);
    n += 4;
  }
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

function rowSumFloat32(a: usize, operands: usize): f32 {
  let total = float(operands, PLANE_ACTIVATION_OFFSET) * <f32>integer(operands, PLANE_IN_FEATURES);
  const planes = offset(operands, PLANE_ACTIVATION_PLANES);
  for (let p: usize = 0; p < planes; p++) {
    total += float(operands, PLANE_ACTIVATION_WEIGHTS + p) * <f32>popcountPlane(a, <i32>p, operands);
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
