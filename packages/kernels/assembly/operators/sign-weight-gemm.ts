import { signWeightGemmRow, signWeightGemmRowPair } from "../choice";
import { PANEL_COLUMNS, SUMS, SUMS_ROW_BYTES } from "../sums";
import { cell, integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  outOf,
  scaled,
  scaleOfRow,
} from "./output";
import { storeLanes } from "../vector/lanes";
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
  const outFeatures = integer(operands, 3);
  const output = operands + OUTPUT;
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const last = min(outFeatures, n + PANEL_COLUMNS);
  // That of column 0, as addresses go.
  let sums = SUMS - (<usize>n << 2);
  for (; row < end; row++) {
    const rowScale = scaleOfRow(output, row);
    const to = outOf(output) + (<usize>(row * outFeatures) << 2);
    for (let at = <usize>n << 2; at < <usize>last << 2; at += 16) {
      const y = scaled(v128.load(sums + at), rowScale, columnScales, bias, activation, operands + OUTPUT, at);
      storeLanes(to + at, y, last - <i32>(at >> 2));
    }
    sums += SUMS_ROW_BYTES;
  }
}
