import { bgemmFourRows, bgemmOneRow } from "../choice";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";
import { storeOutput } from "./output";
import { product, StoreRow } from "./product";

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, relu, out */
export function bgemm(operands: usize): void {
  binaryProduct(operands, storeScaledRow);
}

/** bits, weights, rows, outFeatures, inFeatures, wordsPerRow, out */
export function bgemmInt32(operands: usize): void {
  binaryProduct(operands, storeInt32Row);
}

function binaryProduct(operands: usize, storeRow: StoreRow): void {
  const wordsPerRow = offset(operands, 5);
  product(
    offset(operands, 0),
    wordsPerRow << 2,
    cell(operands, 2),
    offset(operands, 1),
    wordsPerRow << 4,
    integer(operands, 3),
    (integer(operands, 4) + 31) >> 5,
    bgemmFourRows,
    bgemmOneRow,
    storeRow,
    operands,
  );
}

/** Popcounts → (K − 2·popcount)·(rowScale·columnScale) + bias. */
function storeScaledRow(tile: usize, groups: i32, row: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const rowScale = v128.load32_splat(offset(operands, 6) + ((<usize>row) << 2));
  const columnScales = offset(operands, 7);
  const bias = offset(operands, 8);
  const relu = integer(operands, 9);
  const to = offset(operands, 10) + ((<usize>(row * outFeatures)) << 2);
  const end = min(n + (groups << 2), outFeatures);
  for (let column = n; column < end; column += 4) {
    const at = (<usize>column) << 2;
    const dot = i32x4.sub(length, i32x4.shl(v128.load(tile), 1));
    const scale = f32x4.mul(rowScale, v128.load(columnScales + at));
    const y = f32x4.mul(f32x4.convert_i32x4_s(dot), scale);
    storeOutput(to + at, y, bias == 0 ? 0 : bias + at, relu, outFeatures - column);
    tile += 16;
  }
}

/** Popcounts → K − 2·popcount. */
function storeInt32Row(tile: usize, groups: i32, row: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const length = i32x4.splat(integer(operands, 4));
  const to = offset(operands, 6) + ((<usize>(row * outFeatures)) << 2);
  const end = min(n + (groups << 2), outFeatures);
  for (let column = n; column < end; column += 4) {
    const dot = i32x4.sub(length, i32x4.shl(v128.load(tile), 1));
    storeLanes(to + ((<usize>column) << 2), dot, outFeatures - column);
    tile += 16;
  }
}
