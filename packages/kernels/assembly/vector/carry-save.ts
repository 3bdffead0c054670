/** 8-bit lanes hold 31 popcounts (31·8 = 248 ≤ 255), so they are widened after as many. */
export const POPCOUNTS_A_BYTE: i32 = 31;

/** The low bits of a + b + c, bit by bit. */
// @ts-ignore: decorator
@inline
export function sum(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(b, c), a);
}

/** The high bits of a + b + c: their majority. Shares b ⊕ c with {@link sum}. */
// @ts-ignore: decorator
@inline
export function carry(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(b, c), v128.and(v128.xor(b, c), a));
}

/** The majority of a, x and y, given `pair` = x ⊕ y in place of y: x, unless x differs from both. */
// @ts-ignore: decorator
@inline
export function carryOfPair(a: v128, x: v128, pair: v128): v128 {
  return v128.xor(x, v128.and(pair, v128.xor(x, a)));
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
  return addTwice(i8x16.popcnt(ones), i8x16.popcnt(twos));
}

/** a + 2·b in each 8-bit lane, for sums below 256. No shift: x86 has none for bytes. */
// @ts-ignore: decorator
@inline
export function addTwice(a: v128, b: v128): v128 {
  return i8x16.add(a, i8x16.add(b, b));
}
