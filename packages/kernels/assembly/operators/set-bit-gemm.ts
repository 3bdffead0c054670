import { setBitGemmRow, setBitGemmRows } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { storeByteColumn, storeColumn } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  codesOf,
  columnScalesOf,
  INT8,
  outOf,
  SCALED,
  scaled,
  scaledRows,
  scaleOfRow,
  scalesOfRows,
  SIGN,
  storeReals,
} from "./output";
import { reachedInColumn, reachedReals, storeSign, storeSigns } from "./signs-of-sums";

const ROWS_AT_ONCE: i32 = 16;
/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 6 << 2;

// Operands of all: x, weights, rows, outFeatures, inFeatures, wordsPerRow, then those of the output.

/** …, rowScales, columnScales, bias, slopes, activation, out */
export function setBitGemm(operands: usize, scratch: usize): void {
  setBitProduct(operands, scratch, SCALED);
}

/** …, rowScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function setBitGemmInt8(operands: usize, scratch: usize): void {
  setBitProduct(operands, scratch, INT8);
}

/** …, thresholds, flips, out */
export function setBitGemmSign(operands: usize, scratch: usize): void {
  setBitProduct(operands, scratch, SIGN);
}

/**
 * Sixteen rows are transposed in `scratch`, so that a set bit adds four vectors. A row alone is added as it lies, in
 * the same order.
 */
function setBitProduct(operands: usize, scratch: usize, kind: i32): void {
  const rows = cell(operands, 2);
  const rowBytes = offset(operands, 4) << 2;
  const outFeatures = integer(operands, 3);
  cutProduct(rows, outFeatures, PANEL_COLUMNS);
  const start = firstRow;
  const end = endRow;
  let x = offset(operands, 0) + <usize>start * rowBytes;
  for (let row = start; row < end; row += ROWS_AT_ONCE) {
    const count = min(end - row, ROWS_AT_ONCE);
    if (count == 1) multiplyRow(kind, operands, x, row);
    else {
      transpose(x, rowBytes, count, scratch);
      multiplyRows(kind, operands, scratch, row, count);
    }
    x += rowBytes << 4;
  }
}

/** Rows in the columns of `from`. */
function multiplyRows(kind: i32, operands: usize, from: usize, row: i32, count: i32): void {
  const words = integer(operands, 5);
  const end = endColumn;
  let w = offset(operands, 1) + (<usize>(firstColumn * words) << 2);
  for (let n = firstColumn; n < end; n++) {
    setBitGemmRows(from, w, words, SUMS);
    if (kind == SIGN) storeSignColumn(operands, row, count, n);
    else storeRealColumn(kind, operands, row, count, n);
    w += <usize>words << 2;
  }
}

/** The sums of rows in column n. */
function storeRealColumn(kind: i32, operands: usize, row: i32, count: i32, n: i32): void {
  const outFeatures = integer(operands, 3);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const element: usize = kind == INT8 ? 0 : 2;
  const stride = <usize>outFeatures << element;
  let to = outOf(output) + (<usize>(row * outFeatures + n) << element);
  for (let i = 0; i < count; i += 4) {
    const sums = v128.load(SUMS + (<usize>i << 2));
    const rowScales = scalesOfRows(output, row + i);
    const y = scaledRows(sums, rowScales, columnScales, bias, activation, output, <usize>n << 2);
    if (kind == INT8) storeByteColumn(to, stride, codesOf(output, y), count - i);
    else storeColumn(to, stride, y, count - i);
    to += stride << 2;
  }
}

function storeSignColumn(operands: usize, row: i32, count: i32, n: i32): void {
  const outFeatures = integer(operands, 3);
  const output = operands + OUTPUT;
  for (let i = 0; i < count; i += 4) {
    let reached = reachedInColumn(output, n, v128.load(SUMS + (<usize>i << 2)));
    for (let m = i; m < min(count, i + 4); m++) {
      storeSign(output, row + m, n, outFeatures, reached);
      reached >>= 1;
    }
  }
}

/** One row as it lies, four columns at a time. */
function multiplyRow(kind: i32, operands: usize, x: usize, row: i32): void {
  const words = integer(operands, 5);
  const outFeatures = integer(operands, 3);
  const output = operands + OUTPUT;
  const end = endColumn;
  let w = offset(operands, 1) + (<usize>(firstColumn * words) << 2);
  for (let n = firstColumn; n < end; n += 4) {
    for (let i = 0; i < min(end - n, 4); i++) {
      setBitGemmRow(x, w, words, SUMS + (<usize>i << 2));
      w += <usize>words << 2;
    }
    const sums = v128.load(SUMS);
    if (kind == SIGN) {
      storeSigns(output, row, n, outFeatures, reachedReals(output, n, sums));
    } else {
      const rowScale = scaleOfRow(output, row);
      const ofColumns = columnScalesOf(output);
      const at = <usize>n << 2;
      const y = scaled(sums, rowScale, ofColumns, biasOf(output), activationOf(output), output, at);
      storeReals(kind, output, row, n, outFeatures, y);
    }
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
