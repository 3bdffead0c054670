import { constant } from "./constants";
import { lookUp } from "./swizzle";

// Sixteen bytes for each pair of bytes of bits: which of the two, eight times.
const PLACES: usize = memory.data<u8>(
  [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3,
    4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7,
  ],
  16,
);
const SINGLE_BITS: usize = memory.data<u8>(
  [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128],
  16,
);

/** For {@link setBits}: to which bytes bits 16·quarter … 16·quarter + 15 of 64 belong. */
// @ts-ignore: decorator
@inline
export function placesOf(quarter: usize): v128 {
  return constant(PLACES + (quarter << 4));
}

/** For {@link setBits}: 1 << (i mod 8) in byte i. */
// @ts-ignore: decorator
@inline
export function singleBits(): v128 {
  return constant(SINGLE_BITS);
}

/** A byte −1 for each of sixteen bits that is set, 0 for the others. */
// @ts-ignore: decorator
@inline
export function setBits(bits: v128, places: v128, single: v128): v128 {
  return i8x16.eq(v128.and(lookUp(bits, places), single), single);
}
