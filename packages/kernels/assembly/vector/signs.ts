import { constant } from "./constants";

const ZERO: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 16);

/** 0 for the loops below, held in a register. */
// @ts-ignore: decorator
@inline
export function zero(): v128 {
  return constant(ZERO);
}

/**
 * Bit i is x[i] < 0, for the sixteen floats of a, b, c and d: comparison masks saturate to bytes with their sign kept,
 * so that one movement of sign bits serves all of them.
 */
// @ts-ignore: decorator
@inline
export function signsOfSixteen(a: v128, b: v128, c: v128, d: v128, zero: v128): i32 {
  const low = i16x8.narrow_i32x4_s(f32x4.lt(a, zero), f32x4.lt(b, zero));
  const high = i16x8.narrow_i32x4_s(f32x4.lt(c, zero), f32x4.lt(d, zero));
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}
