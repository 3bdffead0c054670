import { signWeightGemmRow, signWeightGemmRowPair } from "../choice";
import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
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
    signWeightGemmRow,
    signWeightGemmRowPair,
    storePanel,
    operands,
  );
}

/** Sums → sum·columnScale + bias. */
function storePanel(row: i32, end: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const columnScales = offset(operands, 6);
  const bias = offset(operands, 7);
  const relu = integer(operands, 8);
  const out = offset(operands, 9);
  const columns = min(outFeatures - n, PANEL_COLUMNS);
  let sums = SUMS;
  for (; row < end; row++) {
    const to = out + (<usize>(row * outFeatures) << 2);
    for (let i = 0; i < columns; i += 4) {
      const at = <usize>(n + i) << 2;
      const sum = v128.load(sums + (<usize>i << 2));
      const y = f32x4.mul(sum, v128.load(columnScales + at));
      storeOutput(to + at, y, bias, at, relu, columns - i);
    }
    sums += SUMS_ROW_BYTES;
  }
}
