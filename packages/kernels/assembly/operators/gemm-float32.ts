import { gemmFloat32FourRows, gemmFloat32OneRow } from "../choice";
import { cell, integer, offset } from "./operand";
import { storeOutput } from "./output";
import { product } from "./product";

/** x, weights, rows, outFeatures, inFeatures, bias, relu, out */
export function gemmFloat32(operands: usize): void {
  const inFeatures = integer(operands, 4);
  product(
    offset(operands, 0),
    (<usize>inFeatures) << 2,
    cell(operands, 2),
    offset(operands, 1),
    (<usize>inFeatures) << 4,
    integer(operands, 3),
    inFeatures,
    gemmFloat32FourRows,
    gemmFloat32OneRow,
    storeRow,
    operands,
  );
}

/** Sums → sum + bias. */
function storeRow(tile: usize, groups: i32, row: i32, n: i32, operands: usize): void {
  const outFeatures = integer(operands, 3);
  const bias = offset(operands, 5);
  const relu = integer(operands, 6);
  const to = offset(operands, 7) + ((<usize>(row * outFeatures)) << 2);
  const end = min(n + (groups << 2), outFeatures);
  for (let column = n; column < end; column += 4) {
    const at = (<usize>column) << 2;
    storeOutput(to + at, v128.load(tile), bias == 0 ? 0 : bias + at, relu, outFeatures - column);
    tile += 16;
  }
}
