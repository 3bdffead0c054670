import { signWeightGemmRow, signWeightGemmRowPair } from "../choice";
import { storeFloatPanel } from "./float-panel";
import { cell, integer, offset } from "./operand";
import { product } from "./product";

/** x, weights, rows, outFeatures, inFeatures, wordsPerRow, rowScales, columnScales, bias, slopes, activation, out */
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

/** The output's operands, in bytes behind the first. */
const OUTPUT: usize = 6 << 2;

function storePanel(row: i32, end: i32, n: i32, operands: usize): void {
  storeFloatPanel(row, end, n, integer(operands, 3), operands + OUTPUT);
}
