import { ELEMENT_BITS } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { bytesPerBitRow } from "./bit-row";
import { copyBytes } from "./copy-bytes";
import { bytesOf } from "./element";
import { cell, integer, offset } from "./operand";

/** from, to, element, rows, planes, fromFeatures, fromColumn, toFeatures, toColumn, columns */
export function copyColumns(operands: usize): void {
  const element = integer(operands, 2);
  cut(cell(operands, 3));
  const end = endUnit;
  if (element == ELEMENT_BITS) {
    const planes = integer(operands, 4);
    for (let row = firstUnit * planes; row < end * planes; row++) copyBitColumns(row, operands);
    return;
  }
  const size = bytesOf(element);
  const fromBytes = offset(operands, 5) * size;
  const toBytes = offset(operands, 7) * size;
  const from = offset(operands, 0) + offset(operands, 6) * size;
  const to = offset(operands, 1) + offset(operands, 8) * size;
  for (let row = <usize>firstUnit; row < <usize>end; row++) {
    copyBytes(from + row * fromBytes, to + row * toBytes, offset(operands, 9) * size);
  }
}

/** Bits go over in pieces of a word of the row that they come to. */
function copyBitColumns(row: i32, operands: usize): void {
  const toFeatures = integer(operands, 7);
  const columns = integer(operands, 9);
  const from = offset(operands, 0) + <usize>row * bytesPerBitRow(integer(operands, 5));
  const to = offset(operands, 1) + <usize>row * bytesPerBitRow(toFeatures);
  let source = integer(operands, 6);
  let at = integer(operands, 8);
  const isLast = at + columns == toFeatures;
  for (let left = columns; left > 0; ) {
    const count = min(32 - (at & 31), left);
    const mask = (<u32>-1 >> (32 - count)) << (at & 31);
    const bits = <u32>(load<u64>(from + <usize>((source >> 5) << 2)) >> (source & 31)) << (at & 31);
    const word = to + <usize>((at >> 5) << 2);
    store<u32>(word, (load<u32>(word) & ~mask) | (bits & mask));
    source += count;
    at += count;
    left -= count;
  }
  if (!isLast) return;
  const end = to + bytesPerBitRow(toFeatures);
  let word = to + <usize>((at >> 5) << 2);
  if ((at & 31) != 0) {
    store<u32>(word, load<u32>(word) & (<u32>-1 >> (32 - (at & 31))));
    word += 4;
  }
  for (; word < end; word += 4) store<u32>(word, 0);
}
