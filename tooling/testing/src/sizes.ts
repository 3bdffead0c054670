import fc from "fast-check";

/** Column counts around the edges of a 32-bit word and a 128-bit row block. */
export const boundarySizes: readonly number[] = [
  1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257,
];

/** Sizes for the dimensions of one test: no two of them can be swapped unnoticed. */
export const distinctPrimes: readonly number[] = [2, 3, 5, 7, 11, 13, 17, 19, 23];

/** A column count: a boundary size, or any from 1 to 300. Shrinks to 1. */
export function columnCount(): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(...boundarySizes), fc.integer({ min: 1, max: 300 }));
}
