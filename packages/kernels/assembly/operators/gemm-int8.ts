import { gemmInt8OneRow, gemmInt8TwoRows } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { cell, integer, offset } from "./operand";
import { storeOutput } from "./output";

const ROWS_AT_ONCE: i32 = 8;

/**
 * codes, weights, rowScales, columnScales, rows, outFeatures, inFeatures, out
 *
 * Weights lie as in the file, one row per output. Up to eight rows of activations are widened to int16 in `scratch`,
 * then the weights stream once for all of them, four outputs at a time.
 */
export function gemmInt8(operands: usize, scratch: usize): void {
  const codes = offset(operands, 0);
  const rows = cell(operands, 4);
  const inFeatures = integer(operands, 6);
  const blocks = (inFeatures + 15) >> 4;
  const outFeatures = integer(operands, 5);
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const end = endRow;
  for (let first = firstRow; first < end; first += ROWS_AT_ONCE) {
    const count = min(end - first, ROWS_AT_ONCE);
    for (let m = 0; m < count; m++) {
      widenRow(codes + <usize>((first + m) * inFeatures), inFeatures, scratch + (<usize>(m * blocks) << 5));
    }
    streamWeights(operands, scratch, first, count);
  }
}

function streamWeights(operands: usize, scratch: usize, first: i32, count: i32): void {
  const weights = offset(operands, 1);
  const columnScales = offset(operands, 3);
  const outFeatures = integer(operands, 5);
  const inFeatures = offset(operands, 6);
  const blocks = (<i32>inFeatures + 15) >> 4;
  const wideBytes = <usize>blocks << 5;
  const last = weights + <usize>(outFeatures - 1) * inFeatures;
  const end = first + count;
  for (let n = firstColumn; n < endColumn; n += 4) {
    const w0 = weights + <usize>n * inFeatures;
    const w1 = min(w0 + inFeatures, last);
    const w2 = min(w1 + inFeatures, last);
    const w3 = min(w2 + inFeatures, last);
    const columns = v128.load(columnScales + (<usize>n << 2));
    let a = scratch;
    let m = first;
    for (; m + 2 <= end; m += 2) {
      gemmInt8TwoRows(a, a + wideBytes, w0, w1, w2, w3, blocks, SUMS);
      storeFour(SUMS, m, n, columns, operands);
      storeFour(SUMS + 16, m + 1, n, columns, operands);
      a += wideBytes << 1;
    }
    if (m < end) {
      gemmInt8OneRow(a, w0, w1, w2, w3, blocks, SUMS);
      storeFour(SUMS, m, n, columns, operands);
    }
  }
}

/** Four sums of one row → sum·(rowScale·columnScale). */
// @ts-ignore: decorator
@inline
function storeFour(tile: usize, row: i32, n: i32, columns: v128, operands: usize): void {
  const outFeatures = integer(operands, 5);
  const scale = f32x4.mul(v128.load32_splat(offset(operands, 2) + (<usize>row << 2)), columns);
  const y = f32x4.mul(f32x4.convert_i32x4_s(v128.load(tile)), scale);
  storeOutput(offset(operands, 7) + (<usize>(row * outFeatures + n) << 2), y, 0, 0, 0, outFeatures - n);
}

/** int8 → int16, the last block of 16 filled with zeros. */
function widenRow(from: usize, length: i32, to: usize): void {
  for (let left = length; left > 0; left -= 16) {
    v128.store(to, keepLanes(v128.load8x8_s(from), left));
    v128.store(to, keepLanes(v128.load8x8_s(from, 8), left - 8), 16);
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
