// Numbers of several kinds, four at a time.

import { ELEMENT_FLOAT32, ELEMENT_INT32, ELEMENT_INT8 } from "../../src/tape/layout";

/** Bytes of a number. */
// @ts-ignore: decorator
@inline
export function bytesOf(element: i32): usize {
  return element == ELEMENT_FLOAT32 || element == ELEMENT_INT32 ? 4 : 1;
}

/** Four numbers as float32 where they are, else as int32. Reads four bytes of bytes. */
// @ts-ignore: decorator
@inline
export function loadFour(x: usize, element: i32): v128 {
  if (element == ELEMENT_FLOAT32 || element == ELEMENT_INT32) return v128.load(x);
  const bytes = v128.load32_zero(x);
  return element == ELEMENT_INT8
    ? i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes))
    : i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
}
