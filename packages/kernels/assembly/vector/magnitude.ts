import { constant } from "./constants";

const MAGNITUDE_MASK: usize = memory.data<u32>(
  [0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff],
  16,
);

/** Everything but the sign of four floats. */
// @ts-ignore: decorator
@inline
export function magnitudeMask(): v128 {
  return constant(MAGNITUDE_MASK);
}

/**
 * The larger of `largest` and |x|, lane by lane, both as the bits of floats without a sign. These are in the order of
 * the integers, NaN above infinity, so that a single instruction does what the maximum of floats takes eight for.
 */
// @ts-ignore: decorator
@inline
export function largerMagnitude(largest: v128, x: v128, mask: v128): v128 {
  return i32x4.max_s(largest, v128.and(x, mask));
}

/** The largest of sixteen magnitudes; NaN if one is NaN. */
// @ts-ignore: decorator
@inline
export function largestOfSixteen(a: v128, b: v128, c: v128, d: v128): f32 {
  const x = i32x4.max_s(i32x4.max_s(a, b), i32x4.max_s(c, d));
  const pairs = i32x4.max_s(x, i32x4.shuffle(x, x, 2, 3, 2, 3));
  return f32x4.extract_lane(i32x4.max_s(pairs, i32x4.shuffle(pairs, pairs, 1, 1, 1, 1)), 0);
}
