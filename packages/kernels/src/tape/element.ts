import {
  ELEMENT_BITS,
  ELEMENT_FLOAT32,
  ELEMENT_INT8,
  ELEMENT_INT32,
  ELEMENT_UINT8,
} from "./layout.ts";
import { bytes, type Offset, words } from "./operand.ts";

/** What a number in memory is. */
export type Element = "float32" | "int32" | "int8" | "uint8";

const codes: Readonly<Record<Element | "bits", number>> = {
  float32: ELEMENT_FLOAT32,
  int32: ELEMENT_INT32,
  int8: ELEMENT_INT8,
  uint8: ELEMENT_UINT8,
  bits: ELEMENT_BITS,
};

/** The word of an element that is one of `allowed`. */
export function elementWord<E extends Element | "bits">(
  where: string,
  element: E,
  allowed: readonly E[],
): number {
  if (!allowed.includes(element)) {
    throw new TypeError(`${where}: element must be ${allowed.join(" or ")}, got ${element}`);
  }
  return codes[element];
}

/** A byte offset of such elements. */
export function elements(
  where: string,
  name: string,
  element: Element | "bits",
  offset: Offset,
): number {
  const isByte = element === "int8" || element === "uint8";
  return isByte ? bytes(where, name, offset) : words(where, name, offset);
}
