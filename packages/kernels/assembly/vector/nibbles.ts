import { constant } from "./constants";

const NIBBLE_MASK: usize = memory.data<u8>(
  [15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15],
  16,
);

// @ts-ignore: decorator
@inline
export function nibbleMask(): v128 {
  return constant(NIBBLE_MASK);
}

// @ts-ignore: decorator
@inline
export function lowNibbles(bytes: v128, mask: v128): v128 {
  return v128.and(bytes, mask);
}

// @ts-ignore: decorator
@inline
export function highNibbles(bytes: v128, mask: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 4), mask);
}
