import { bgemmRow } from "../choice";
import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import { storeOutput } from "./output";
import { product, StorePanel } from "./product";

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, relu, out */
export function bgemm(operands: usize): void {
  binaryProduct(operands, storeScaledPanel);
}

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, out */
export function bgemmInt32(operands: usize): void {
  binaryProduct(operands, storeInt32Panel);
}

function binaryProduct(operands: usize, storePanel: StorePanel): void {
  const wordsPerRow = offset(operands, 5);
  product(
    offset(operands, 0),
    wordsPerRow << 2,
    cell(operands, 2),
    offset(operands, 1),
    wordsPerRow << 4,
    integer(operands, 3),
    <i32>wordsPerRow,
    bgemmRow,
    null,
    storePanel,
    operands,
  );
}

/** Popcounts → (K − 2·popcount)·(rowScale·columnScale) + bias. */
function storeScaledPanel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const rowScales = offset(operands, 6);
  const columnScales = offset(operands, 7);
  const bias = offset(operands, 8);
  const relu = integer(operands, 9);
  const out = offset(operands, 10);
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const rowScale = v128.load32_splat(rowScales + (<usize>row << 2));
    const to = out + (<usize>(row * outFeatures) << 2);
    for (let i = 0; i < columns; i += 4) {
      const at = <usize>(n + i) << 2;
      const dot = i32x4.sub(length, i32x4.shl(v128.load(sums + (<usize>i << 2)), 1));
      const scale = f32x4.mul(rowScale, v128.load(columnScales + at));
      const y = f32x4.mul(f32x4.convert_i32x4_s(dot), scale);
      storeOutput(to + at, y, bias, at, relu, columns - i);
    }
    sums += SUMS_ROW_BYTES;
  }
}

/** Popcounts → K − 2·popcount. */
function storeInt32Panel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const out = offset(operands, 6);
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
