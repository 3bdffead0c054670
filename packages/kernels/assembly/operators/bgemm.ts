import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { storeLanes } from "../vector/lanes";
import { binaryProduct } from "./binary-product";
import { integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  outOf,
  scaled,
  scaleOfRow,
  storeCodes,
} from "./output";

// Operands of all: bits, weights, rows, outFeatures, inFeatures, wordsPerRow, pairs, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function bgemm(operands: usize, scratch: usize): void {
  binaryProduct(operands, scratch, storeScaledPanel);
}

/** …, out */
export function bgemmInt32(operands: usize, scratch: usize): void {
  binaryProduct(operands, scratch, storeInt32Panel);
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function bgemmInt8(operands: usize, scratch: usize): void {
  binaryProduct(operands, scratch, storeInt8Panel);
}

/** …, thresholds, flips, out */
export function bgemmSign(operands: usize, scratch: usize): void {
  binaryProduct(operands, scratch, storeSignPanel);
}

/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 7 << 2;

function storeScaledPanel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const rowScale = scaleOfRow(output, row);
    const to = outOf(output) + (<usize>(row * outFeatures) << 2);
    for (let i = 0; i < columns; i += 4) {
      const at = <usize>(n + i) << 2;
      const dots = dotsOf(length, sums + (<usize>i << 2));
      const y = scaled(dots, rowScale, columnScales, bias, activation, output, at);
      storeLanes(to + at, y, columns - i);
    }
    sums += SUMS_ROW_BYTES;
  }
}

/** The scaled outputs as digits of a step. */
function storeInt8Panel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const rowScale = scaleOfRow(output, row);
    const to = outOf(output) + <usize>(row * outFeatures + n);
    for (let i = 0; i < columns; i += 4) {
      const dots = dotsOf(length, sums + (<usize>i << 2));
      const y = scaled(dots, rowScale, columnScales, bias, activation, output, <usize>(n + i) << 2);
      storeCodes(output, to + i, y, columns - i);
    }
    sums += SUMS_ROW_BYTES;
  }
}

/** K − 2·popcount of four columns. */
// @ts-ignore: decorator
@inline
function dotsOf(length: v128, popcounts: usize): v128 {
  return f32x4.convert_i32x4_s(i32x4.sub(length, i32x4.shl(v128.load(popcounts), 1)));
}

/** K − 2·popcount. */
function storeInt32Panel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const out = offset(operands, 7);
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const to = out + (<usize>(row * outFeatures + n) << 2);
    for (let i = 0; i < columns; i += 4) {
      const at = <usize>i << 2;
      const dot = i32x4.sub(length, i32x4.shl(v128.load(sums + at), 1));
      storeLanes(to + at, dot, columns - i);
    }
    sums += SUMS_ROW_BYTES;
  }
}

/** Bit n is (popcount > thresholds[n]) ⊕ flips[n]. The last panel also clears the bits that pad the row. */
function storeSignPanel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const thresholds = offset(operands, 7) + (<usize>n << 2);
  const flips = offset(operands, 8) + (<usize>n >> 3);
  const bytesPerRow = (<usize>(outFeatures + 127) >> 7) << 4;
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const out = offset(operands, 9) + <usize>row * bytesPerRow;
    let to = out + (<usize>n >> 3);
    for (let i = 0; i < columns; i += 16) {
      const at = <usize>i << 2;
      const above = sixteenAbove(sums + at, thresholds + at) ^ <i32>load<u16>(flips + (<usize>i >> 3));
      const present = (1 << min(columns - i, 16)) - 1;
      store<u16>(to, <u16>(above & present));
      to += 2;
    }
    if (n + PANEL_COLUMNS >= outFeatures) memory.fill(to, 0, out + bytesPerRow - to);
    sums += SUMS_ROW_BYTES;
  }
}

/** Bit i is counts[i] > thresholds[i], for 16 of them. */
// @ts-ignore: decorator
@inline
function sixteenAbove(counts: usize, thresholds: usize): i32 {
  const a = i32x4.gt_s(v128.load(counts), v128.load(thresholds));
  const b = i32x4.gt_s(v128.load(counts, 16), v128.load(thresholds, 16));
  const c = i32x4.gt_s(v128.load(counts, 32), v128.load(thresholds, 32));
  const d = i32x4.gt_s(v128.load(counts, 48), v128.load(thresholds, 48));
  const low = i16x8.narrow_i32x4_s(a, b);
  const high = i16x8.narrow_i32x4_s(c, d);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}
