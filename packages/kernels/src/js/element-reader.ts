import { ELEMENT_FLOAT32, ELEMENT_INT8, ELEMENT_INT32 } from "../tape/layout.ts";
import type { Operands } from "./words.ts";

/** Reads the numbers from the operand `index` on, of the kind that its word `element` says. */
export function elementReader(o: Operands, index: number, element: number): (i: number) => number {
  const { int8, int32, float32 } = o.words;
  const [byte, word] = [o.byte(index), o.word(index)];
  switch (element) {
    case ELEMENT_FLOAT32:
      return (i) => float32[word + i];
    case ELEMENT_INT32:
      return (i) => int32[word + i];
    case ELEMENT_INT8:
      return (i) => int8[byte + i];
    default:
      return (i) => int8[byte + i] & 255;
  }
}

export function isFloat32(element: number): boolean {
  return element === ELEMENT_FLOAT32;
}
