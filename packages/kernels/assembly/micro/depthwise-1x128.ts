import { storeByteSums } from "../vector/byte-sums";
import { carry, sum } from "../vector/carry-save";
import { constant } from "../vector/constants";
import { lookUp } from "../vector/swizzle";

// Six planes count to 63; taps go in twos.
const TAPS_BETWEEN_WIDENING: i32 = 62;

// For 16 channels that two bytes of a plane hold: which byte, and which bit of it, is a lane's.
const BYTE_OF_LANE: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], 16);
const BIT_OF_LANE: usize = memory.data<u8>([1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128], 16);
const TWO: usize = memory.data<u8>([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 16);

/**
 * `sums[c] = Σ_tap (a[tap,c] ⊕ w[tap,c])` as int32 for 128 channels, in bit-sliced counters: bit b of 128 counts is one
 * vector, so that a full adder of vectors adds 128 bits at once.
 *
 * a, w: the 16 bytes of the channels in the first tap; `stride` bytes to the next one.
 */
export function depthwise_1x128__wasm_simd128(a: usize, w: usize, stride: i32, taps: i32, sums: usize): void {
  let fresh = true;
  for (; taps > 0; taps -= TAPS_BETWEEN_WIDENING) {
    let c0 = i32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let c4 = c0;
    let c5 = c0;
    for (let left = min(taps, TAPS_BETWEEN_WIDENING); left > 0; left -= 2) {
      let x = v128.xor(v128.load(a), v128.load(w));
      let y = i32x4.splat(0);
      if (left > 1) y = v128.xor(v128.load(a + stride), v128.load(w + stride));
      const up = carry(c0, x, y);
      c0 = sum(c0, x, y);
      x = v128.and(c1, up);
      c1 = v128.xor(c1, up);
      y = v128.and(c2, x);
      c2 = v128.xor(c2, x);
      x = v128.and(c3, y);
      c3 = v128.xor(c3, y);
      c5 = v128.xor(c5, v128.and(c4, x));
      c4 = v128.xor(c4, x);
      a += stride << 1;
      w += stride << 1;
    }
    let lanes = constant(BYTE_OF_LANE);
    for (let i = 0; i < 8; i++) {
      let counts = i32x4.splat(0);
      if (taps > 15) counts = twicePlus(spread(c5, lanes), c4, lanes);
      counts = twicePlus(counts, c3, lanes);
      counts = twicePlus(counts, c2, lanes);
      counts = twicePlus(counts, c1, lanes);
      counts = twicePlus(counts, c0, lanes);
      // The counts are negative so far: a set bit is a lane of ones, −1.
      storeByteSums(sums + (<usize>i << 6), i8x16.neg(counts), 0, fresh);
      lanes = i8x16.add(lanes, constant(TWO));
    }
    fresh = false;
  }
}

/** Each bit of the two bytes that `lanes` picks as a byte, −1 or 0. */
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
