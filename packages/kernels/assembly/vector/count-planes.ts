import { storeByteSums } from "./byte-sums";
import { constant } from "./constants";
import { lookUp } from "./swizzle";

// Counts of 128 channels as six bit planes of 16 bytes, the lowest first.

// For 16 channels that two bytes of a plane hold: which byte, and which bit of it, is a lane's.
const BYTE_OF_LANE: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], 16);
const BIT_OF_LANE: usize = memory.data<u8>([1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128], 16);
const TWO: usize = memory.data<u8>([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 16);

/** Writes counts as 128 int32, over what is there when `fresh`, else added to it. `isWide` when they may exceed 15. */
export function storeCounts(counts: usize, isWide: bool, sums: usize, fresh: bool): void {
  const c0 = v128.load(counts);
  const c1 = v128.load(counts, 16);
  const c2 = v128.load(counts, 32);
  const c3 = v128.load(counts, 48);
  let lanes = constant(BYTE_OF_LANE);
  for (let i = 0; i < 8; i++) {
    let bytes = i32x4.splat(0);
    if (isWide) {
      bytes = twicePlus(spread(v128.load(counts, 80), lanes), v128.load(counts, 64), lanes);
    }
    bytes = twicePlus(bytes, c3, lanes);
    bytes = twicePlus(bytes, c2, lanes);
    bytes = twicePlus(bytes, c1, lanes);
    bytes = twicePlus(bytes, c0, lanes);
    // They are negative so far: a set bit is a lane of ones, −1.
    storeByteSums(sums + (<usize>i << 6), i8x16.neg(bytes), 0, fresh);
    lanes = i8x16.add(lanes, constant(TWO));
  }
}

/** Each bit of the two bytes that `lanes` picks of a plane as a byte, −1 or 0. */
// @ts-ignore: decorator
@inline
function spread(plane: v128, lanes: v128): v128 {
  const bits = constant(BIT_OF_LANE);
  return i8x16.eq(v128.and(lookUp(plane, lanes), bits), bits);
}

// @ts-ignore: decorator
@inline
function twicePlus(counts: v128, plane: v128, lanes: v128): v128 {
  return i8x16.add(i8x16.add(counts, counts), spread(plane, lanes));
}

/** The bits of the channels whose count is below their limit: the highest plane in which they differ decides. */
export function countsBelow(counts: usize, limits: usize): v128 {
  let below = i32x4.splat(0);
  for (let at: usize = 0; at < 96; at += 16) {
    const limit = v128.load(limits + at);
    below = v128.bitselect(limit, below, v128.xor(v128.load(counts + at), limit));
  }
  return below;
}

/** Writes 16 limits, each below 64, into the planes: two bytes of each. */
// @ts-ignore: decorator
@inline
export function storeLimits(limits: usize, bytes: v128): void {
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 7)));
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 6)), 16);
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 5)), 32);
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 4)), 48);
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 3)), 64);
  store<u16>(limits, <u16>i8x16.bitmask(i8x16.shl(bytes, 2)), 80);
}
