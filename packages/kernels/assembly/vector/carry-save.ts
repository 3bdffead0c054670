// Carry-save adders over 128 one-bit lanes, and popcounts in 8-bit lanes.

// @ts-ignore: decorator
@inline
export function sum(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c);
}

// @ts-ignore: decorator
@inline
export function carry(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c));
}

/** Sums of the four 8-bit lanes of each 32-bit lane. */
// @ts-ignore: decorator
@inline
export function widen(counts: v128): v128 {
  // Signed at the second step: the sums are at most 496, and on x86 the signed form is a single instruction.
  return i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_u(counts));
}

/** popcount(ones) + 2·popcount(twos) in each 8-bit lane. */
// @ts-ignore: decorator
@inline
export function countRest(ones: v128, twos: v128): v128 {
  const count = i8x16.popcnt(twos);
  return i8x16.add(i8x16.popcnt(ones), i8x16.add(count, count));
}
