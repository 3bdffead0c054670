import { wordsPerRow } from "@bnnkit/core";
import { ELEMENT_BITS, ELEMENT_FLOAT32, ELEMENT_INT32 } from "../tape/layout.ts";
import type { Operands } from "./words.ts";

/** from, to, element, rows, planes, fromFeatures, fromColumn, toFeatures, toColumn, columns */
export function copyColumns_1x1__js(o: Operands): void {
  const { int8, int32 } = o.words;
  switch (o.integer(2)) {
    case ELEMENT_BITS:
      copyBits(o);
      break;
    case ELEMENT_FLOAT32:
    case ELEMENT_INT32:
      copyNumbers(o, int32, o.word(0), o.word(1));
      break;
    default:
      copyNumbers(o, int8, o.byte(0), o.byte(1));
  }
}

function copyNumbers(o: Operands, numbers: Int8Array | Int32Array, from: number, to: number): void {
  const [rows, columns] = [o.cell(3), o.integer(9)];
  for (let row = 0; row < rows; row++) {
    const start = from + row * o.integer(5) + o.integer(6);
    numbers.copyWithin(to + row * o.integer(7) + o.integer(8), start, start + columns);
  }
}

function copyBits(o: Operands): void {
  const { int32 } = o.words;
  const rows = o.cell(3) * o.integer(4);
  const [fromColumn, toFeatures, toColumn] = [o.integer(6), o.integer(7), o.integer(8)];
  const columns = o.integer(9);
  const isLast = toColumn + columns === toFeatures;
  const end = isLast ? 32 * wordsPerRow(toFeatures) : toColumn + columns;
  for (let row = 0; row < rows; row++) {
    const from = o.word(0) + row * wordsPerRow(o.integer(5));
    const to = o.word(1) + row * wordsPerRow(toFeatures);
    for (let at = toColumn; at < end; at++) {
      const source = fromColumn + at - toColumn;
      const isCopied = at < toColumn + columns;
      const bit = isCopied ? (int32[from + (source >>> 5)] >>> (source & 31)) & 1 : 0;
      const word = to + (at >>> 5);
      int32[word] = (int32[word] & ~(1 << (at & 31))) | (bit << (at & 31));
    }
  }
}
