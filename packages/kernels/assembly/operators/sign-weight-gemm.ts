import { signWeightGemmFourRows, signWeightGemmOneRow } from "../choice";
import { cell, integer, offset } from "./operand";
import { storeOutput } from "./output";
import { product } from "./product";

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, columnScales, bias, relu, out */
export function signWeightGemm(operands: usize): void {
  const inFeatures = integer(operands, 4);
  product(
    offset(operands, 0),
    (<usize>inFeatures) << 2,
    cell(operands, 2),
    offset(operands, 1),
    offset(operands, 5) << 4,
    integer(operands, 3),
    inFeatures,
    signWeightGemmFourRows,
    signWeightGemmOneRow,
    storeRow,
    operands,
  );
}

/** Sums → sum·columnScale + bias. */
function storeRow(tile: usize, groups: i32, row: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const columnScales = offset(operands, 6);
  const bias = offset(operands, 7);
  const relu = integer(operands, 8);
  const to = offset(operands, 9) + ((<usize>(row * outFeatures)) << 2);
  const end = min(n + (groups << 2), outFeatures);
  for (let column = n; column < end; column += 4) {
    const at = (<usize>column) << 2;
    const y = f32x4.mul(v128.load(tile), v128.load(columnScales + at));
    storeOutput(to + at, y, bias == 0 ? 0 : bias + at, relu, outFeatures - column);
    tile += 16;
  }
}
