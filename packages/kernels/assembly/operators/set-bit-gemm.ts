import { setBitGemmRow, setBitGemmRows } from "../choice";
import { cutProduct, endColumn, endRow, firstColumn, firstRow } from "../piece";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { cell, integer, offset } from "./operand";

const ROWS_AT_ONCE: i32 = 16;

/**
 * x, weights, rows, outFeatures, inFeatures, wordsPerRow, columnScales, bias, relu, out
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
    if (count > 1) transpose(x, rowBytes, count, scratch);
    multiply(operands, count == 1 ? x : scratch, row, count);
    x += rowBytes << 4;
  }
}

function multiply(operands: usize, from: usize, row: i32, count: i32): void {
  const outFeatures = integer(operands, 3);
  const words = integer(operands, 5);
  const columnScales = offset(operands, 6);
  const bias = offset(operands, 7);
  const relu = integer(operands, 8);
  const first = <usize>firstColumn;
  const end = <usize>endColumn;
  let w = offset(operands, 1) + ((first * <usize>words) << 2);
  let to = offset(operands, 9) + ((<usize>(row * outFeatures) + first) << 2);
  for (let n = first; n < end; n++) {
    if (count == 1) setBitGemmRow(from, w, words, SUMS);
    else setBitGemmRows(from, w, words, SUMS);
    const scale = load<f32>(columnScales + (n << 2));
    for (let i: usize = 0; i < <usize>count; i++) {
      let y = load<f32>(SUMS + (i << 2)) * scale;
      if (bias != 0) y += load<f32>(bias + (n << 2));
      if (relu != 0 && y < 0) y = 0;
      store<f32>(to + ((i * <usize>outFeatures) << 2), y);
    }
    w += <usize>words << 2;
    to += 4;
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
