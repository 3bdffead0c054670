import { storeByteSums } from "../vector/byte-sums";
import { lowNibbles } from "../vector/nibbles";

// Three look-ups of at most 4 fill a nibble to 12 ≤ 15; 21 such triples fill a byte to 252 ≤ 255.
export const GROUPS_PER_STEP: i32 = 3;
export const GROUPS_BETWEEN_WIDENING: i32 = 21 * GROUPS_PER_STEP;

/** Adds the counts of the first row, the low nibbles of t, in 8-bit lanes. */
// @ts-ignore: decorator
@inline
export function addFirst(first: v128, t: v128, mask: v128): v128 {
  return i8x16.add(first, lowNibbles(t, mask));
}

/**
 * Adds t, shifted by a nibble, in 16-bit lanes: of the bytes t₀, t₁ of a lane this counts the high nibble of t₀, 16
 * times the low nibble of t₁ and 256 times its high nibble. {@link storePair} takes out the middle one, which the first
 * row's counts know, so that no mask is spent on it. The lane may wrap: what is left has room.
 */
// @ts-ignore: decorator
@inline
export function addSecond(second: v128, t: v128): v128 {
  return i16x8.add(second, i16x8.shr_u(t, 4));
}

/** Writes or adds the counts of 16 channels: those of the first row at `to`, of the second `rowBytes` behind. */
// @ts-ignore: decorator
@inline
export function storePair(to: usize, rowBytes: usize, first: v128, second: v128, fresh: bool): void {
  const middle = i16x8.shr_u(v128.and(first, i16x8.splat(<i16>0xff00)), 4);
  storeByteSums(to, first, 0, fresh);
  storeByteSums(to + rowBytes, i16x8.sub(second, middle), 0, fresh);
}
