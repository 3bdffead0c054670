import { setBitGemmRow, setBitGemmRows } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { storeColumn, storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  outOf,
  scaled,
  scaledRows,
  scaleOfRow,
  scalesOfRows,
} from "./output";

const ROWS_AT_ONCE: i32 = 16;
/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 6 << 2;

/**
 * x, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, slopes, activation, out
 *
 * Sixteen rows are transposed in `scratch`, so that a set bit adds four vectors. A row alone is added as it lies, in
 * the same order.
 */
export function setBitGemm(operands: usize, scratch: usize): void {
  const rows = cell(operands, 2);
  const rowBytes = offset(operands, 4) << 2;
  const outFeatures = integer(operands, 3);
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  let x = offset(operands, 0) + <usize>start * rowBytes;
  for (let row = start; row < end; row += ROWS_AT_ONCE) {
    const count = min(end - row, ROWS_AT_ONCE);
    if (count == 1) multiplyRow(operands, x, row);
    else {
      transpose(x, rowBytes, count, scratch);
      multiplyRows(operands, scratch, row, count);
    }
    x += rowBytes << 4;
  }
}

/** Rows in the columns of `from`. */
function multiplyRows(operands: usize, from: usize, row: i32, count: i32): void {
  const outFeatures = integer(operands, 3);
  const words = integer(operands, 5);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const stride = <usize>outFeatures << 2;
  const first = <usize>firstColumn;
  const end = <usize>endColumn;
  let w = offset(operands, 1) + ((first * <usize>words) << 2);
  let to = outOf(output) + ((<usize>(row * outFeatures) + first) << 2);
  for (let n = first; n < end; n++) {
    setBitGemmRows(from, w, words, SUMS);
    for (let i = 0; i < count; i += 4) {
      const sums = v128.load(SUMS + (<usize>i << 2));
      const rowScales = scalesOfRows(output, row + i);
      const y = scaledRows(sums, rowScales, columnScales, bias, activation, output, n << 2);
      storeColumn(to + <usize>i * stride, stride, y, count - i);
    }
    w += <usize>words << 2;
    to += 4;
  }
}

/** One row as it lies, four columns at a time. */
function multiplyRow(operands: usize, x: usize, row: i32): void {
  const words = integer(operands, 5);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const rowScale = scaleOfRow(output, row);
  const end = endColumn;
  const to = outOf(output) + (<usize>(row * integer(operands, 3)) << 2);
  let w = offset(operands, 1) + (<usize>(firstColumn * words) << 2);
  for (let n = firstColumn; n < end; n += 4) {
    const at = <usize>n << 2;
    for (let i = 0; i < min(end - n, 4); i++) {
      setBitGemmRow(x, w, words, SUMS + (<usize>i << 2));
      w += <usize>words << 2;
    }
    const y = scaled(v128.load(SUMS), rowScale, columnScales, bias, activation, output, at);
    storeLanes(to + at, y, end - n);
  }
}

/** `count` rows → columns of sixteen, the missing ones zero. */
function transpose(x: usize, rowBytes: usize, count: i32, to: usize): void {
  if (count < ROWS_AT_ONCE) memory.fill(to, 0, rowBytes << 4);
  for (let i: usize = 0; i < <usize>count; i++) {
    let at = to + (i << 2);
    const end = x + rowBytes;
    for (; x < end; x += 4) {
      store<f32>(at, load<f32>(x));
      at += 64;
    }
  }
}
