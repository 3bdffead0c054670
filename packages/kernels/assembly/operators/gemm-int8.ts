import { gemmInt8OneRow, gemmInt8TwoRows } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  INT32,
  INT8,
  outOf,
  SCALED,
  scaled,
  scaleOfRow,
  SIGN,
  storeReals,
} from "./output";
import { storeSixteenSigns } from "./signs-of-sums";

const ROWS_AT_ONCE: i32 = 8;
/** At the start of the scratch memory: sums of those rows in sixteen columns, on their way to signs. */
const SIXTEEN_SUMS: usize = 64 << 3;

/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 6 << 2;

// Operands of all: codes, weights, rows, outFeatures, inFeatures, unsigned, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function gemmInt8(operands: usize, scratch: usize): void {
  int8Product(operands, scratch, SCALED);
}

/** …, bias, out */
export function gemmInt8Int32(operands: usize, scratch: usize): void {
  int8Product(operands, scratch, INT32);
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function gemmInt8Int8(operands: usize, scratch: usize): void {
  int8Product(operands, scratch, INT8);
}

/** …, thresholds, flips, out */
export function gemmInt8Sign(operands: usize, scratch: usize): void {
  int8Product(operands, scratch, SIGN);
}

/**
 * Weights lie as in the file, one row per output. Up to eight rows of activations are widened to int16 in `scratch`,
 * then the weights stream once for all of them, four outputs at a time.
 */
function int8Product(operands: usize, scratch: usize, output: i32): void {
  const codes = offset(operands, 0);
  const rows = cell(operands, 2);
  const outFeatures = integer(operands, 3);
  const inFeatures = integer(operands, 4);
  const isUnsigned = integer(operands, 5) != 0;
  const blocks = (inFeatures + 15) >> 4;
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const end = endRow;
  for (let first = firstRow; first < end; first += ROWS_AT_ONCE) {
    const count = min(end - first, ROWS_AT_ONCE);
    for (let m = 0; m < count; m++) {
      const from = codes + <usize>((first + m) * inFeatures);
      widenRow(from, inFeatures, isUnsigned, scratch + SIXTEEN_SUMS + (<usize>(m * blocks) << 5));
    }
    streamWeights(operands, scratch, first, count, output);
  }
}

function streamWeights(operands: usize, scratch: usize, first: i32, count: i32, output: i32): void {
  const weights = offset(operands, 1);
  const outFeatures = integer(operands, 3);
  const inFeatures = offset(operands, 4);
  const blocks = (<i32>inFeatures + 15) >> 4;
  const wideBytes = <usize>blocks << 5;
  const last = weights + <usize>(outFeatures - 1) * inFeatures;
  const ofOutput = operands + OUTPUT;
  const isScaled = output == SCALED || output == INT8;
  // Of signs, the thresholds, which nothing here reads.
  const ofColumns = isScaled ? columnScalesOf(ofOutput) : offset(operands, 6);
  const bias = isScaled ? biasOf(ofOutput) : 0;
  const activation = isScaled ? activationOf(ofOutput) : 0;
  const none = isScaled ? f32x4.splat(1) : i32x4.splat(0);
  const end = first + count;
  for (let n = firstColumn; n < endColumn; n += 4) {
    const w0 = weights + <usize>n * inFeatures;
    const w1 = min(w0 + inFeatures, last);
    const w2 = min(w1 + inFeatures, last);
    const w3 = min(w2 + inFeatures, last);
    const columns = ofColumns == 0 ? none : v128.load(ofColumns + (<usize>n << 2));
    let a = scratch + SIXTEEN_SUMS;
    const sixteen = scratch + (<usize>(n & 15) << 2);
    let m = first;
    for (; m + 2 <= end; m += 2) {
      gemmInt8TwoRows(a, a + wideBytes, w0, w1, w2, w3, blocks, SUMS);
      if (output == SIGN) {
        const to = sixteen + (<usize>(m - first) << 6);
        v128.store(to, v128.load(SUMS));
        v128.store(to, v128.load(SUMS, 16), 64);
      } else {
        storeFour(SUMS, m, n, columns, output, bias, activation, operands);
        storeFour(SUMS + 16, m + 1, n, columns, output, bias, activation, operands);
      }
      a += wideBytes << 1;
    }
    if (m < end) {
      gemmInt8OneRow(a, w0, w1, w2, w3, blocks, SUMS);
      if (output == SIGN) v128.store(sixteen + (<usize>(m - first) << 6), v128.load(SUMS));
      else storeFour(SUMS, m, n, columns, output, bias, activation, operands);
    }
    if (output == SIGN && ((n & 15) == 12 || n + 4 >= endColumn)) {
      storeSignsOfRows(scratch, first, count, n & ~15, operands);
    }
  }
}

/** Four sums of one row, from column n on: scaled and activated, or with an int32 bias. */
// @ts-ignore: decorator
@inline
function storeFour(
  tile: usize,
  row: i32,
  n: i32,
  columns: v128,
  output: i32,
  bias: usize,
  activation: i32,
  operands: usize,
): void {
  const outFeatures = integer(operands, 3);
  const at = <usize>(row * outFeatures + n) << 2;
  const dots = v128.load(tile);
  if (output == SCALED) {
    const ofOutput = operands + OUTPUT;
    const sums = f32x4.convert_i32x4_s(dots);
    const scale = f32x4.mul(scaleOfRow(ofOutput, row), columns);
    const y = scaled(sums, scale, 0, bias, activation, ofOutput, <usize>n << 2);
    storeLanes(outOf(ofOutput) + at, y, outFeatures - n);
  } else if (output == INT32) {
    storeLanes(offset(operands, 7) + at, i32x4.add(dots, columns), outFeatures - n);
  } else storeCodesOfFour(dots, columns, row, n, operands);
}

// Not in line: the loop over the weights is the faster, the less it holds.

function storeSignsOfRows(sums: usize, first: i32, count: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  for (let row = first; row < first + count; row++) {
    storeSixteenSigns(operands + OUTPUT, row, n, outFeatures, sums);
    sums += 64;
  }
}

function storeCodesOfFour(dots: v128, columnScales: v128, row: i32, n: i32, operands: usize): void {
  const output = operands + OUTPUT;
  const sums = f32x4.convert_i32x4_s(dots);
  const scale = f32x4.mul(scaleOfRow(output, row), columnScales);
  const y = scaled(sums, scale, 0, biasOf(output), activationOf(output), output, <usize>n << 2);
  storeReals(INT8, output, row, n, integer(operands, 3), y);
}

/** Bytes → int16, the last block of 16 filled with zeros. */
function widenRow(from: usize, length: i32, isUnsigned: bool, to: usize): void {
  for (let left = length; left > 0; left -= 16) {
    const low = isUnsigned ? v128.load8x8_u(from) : v128.load8x8_s(from);
    const high = isUnsigned ? v128.load8x8_u(from, 8) : v128.load8x8_s(from, 8);
    v128.store(to, keepLanes(low, left));
    v128.store(to, keepLanes(high, left - 8), 16);
    from += 16;
    to += 32;
  }
}

/** The first `count` int16 lanes, zeros behind them. */
// @ts-ignore: decorator
@inline
function keepLanes(x: v128, count: i32): v128 {
  const bound = i16x8.splat(<i16>max(min(count, 8), 0));
  return v128.and(x, i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), bound));
}
