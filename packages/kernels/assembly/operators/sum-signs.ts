import { SUMS } from "../sums";
import { storeByteSums } from "../vector/byte-sums";
import { constant } from "../vector/constants";
import { storeLanes } from "../vector/lanes";
import { placesOf, setBits, singleBits } from "../vector/spread-bits";

// Bytes count 255 keys before they are added to int32.
const KEYS_BETWEEN_WIDENING: i32 = 255;

/** `out[i] = multiplier·Σ_j ±1` of ±1 values, − where bit i of value j is 1: exactly `keys − 2·(bits set)`, scaled. */
export function countSigns(
  v: usize,
  valueOffsets: usize,
  keys: i32,
  length: i32,
  multiplier: f32,
  out: usize,
): void {
  for (let i = 0; i < length; i += 64) {
    countSetBits(v + (<usize>i >> 3), valueOffsets, keys);
    const count = min(length - i, 64);
    for (let n = 0; n < count; n += 4) {
      const set = v128.load(SUMS + (<usize>n << 2));
      const sum = f32x4.convert_i32x4_s(i32x4.sub(i32x4.splat(keys), i32x4.shl(set, 1)));
      storeLanes(out + (<usize>(i + n) << 2), f32x4.mul(sum, f32x4.splat(multiplier)), count - n);
    }
  }
}

/** Leaves at SUMS how many of the values have each of 64 bits set. */
function countSetBits(v: usize, valueOffsets: usize, keys: i32): void {
  const p0 = placesOf(0);
  const p1 = placesOf(1);
  const p2 = placesOf(2);
  const p3 = placesOf(3);
  const single = singleBits();
  let first = true;
  for (let left = keys; first || left > 0; left -= KEYS_BETWEEN_WIDENING) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    const end = valueOffsets + (<usize>min(left, KEYS_BETWEEN_WIDENING) << 2);
    for (; valueOffsets < end; valueOffsets += 4) {
      const bits = v128.load64_splat(v + load<u32>(valueOffsets));
      a = i8x16.sub(a, setBits(bits, p0, single));
      b = i8x16.sub(b, setBits(bits, p1, single));
      c = i8x16.sub(c, setBits(bits, p2, single));
      d = i8x16.sub(d, setBits(bits, p3, single));
    }
    storeByteSums(SUMS, a, 0, first);
    storeByteSums(SUMS + 64, b, 0, first);
    storeByteSums(SUMS + 128, c, 0, first);
    storeByteSums(SUMS + 192, d, 0, first);
    first = false;
  }
}

// Lane l of a product with these holds the bits shifted up by 3 − l, so that one shift brings four neighbours to the sign.
const LANE_SHIFTS: usize = memory.data<i32>([8, 4, 2, 1], 16);
const SIGN: usize = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);

/** `out[i] = factor·Σ_j ±weight_j`, − where bit i of value j is 1, summed in the order of j. */
export function sumSigns(
  v: usize,
  valueOffsets: usize,
  keys: i32,
  length: i32,
  weights: usize,
  factor: f32,
  out: usize,
): void {
  const scale = f32x4.splat(factor);
  const shifts = constant(LANE_SHIFTS);
  const sign = constant(SIGN);
  const end = <usize>keys << 2;
  for (let left = length; left > 0; left -= 32) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    for (let j: usize = 0; j < end; j += 4) {
      const weight = v128.load32_splat(weights + j);
      const bits = i32x4.mul(v128.load32_splat(v + load<u32>(valueOffsets + j)), shifts);
      a = f32x4.add(a, signed(weight, i32x4.shl(bits, 28), sign));
      b = f32x4.add(b, signed(weight, i32x4.shl(bits, 24), sign));
      c = f32x4.add(c, signed(weight, i32x4.shl(bits, 20), sign));
      d = f32x4.add(d, signed(weight, i32x4.shl(bits, 16), sign));
      e = f32x4.add(e, signed(weight, i32x4.shl(bits, 12), sign));
      f = f32x4.add(f, signed(weight, i32x4.shl(bits, 8), sign));
      g = f32x4.add(g, signed(weight, i32x4.shl(bits, 4), sign));
      h = f32x4.add(h, signed(weight, bits, sign));
    }
    storeLanes(out, f32x4.mul(a, scale), left);
    storeLanes(out + 16, f32x4.mul(b, scale), left - 4);
    storeLanes(out + 32, f32x4.mul(c, scale), left - 8);
    storeLanes(out + 48, f32x4.mul(d, scale), left - 12);
    storeLanes(out + 64, f32x4.mul(e, scale), left - 16);
    storeLanes(out + 80, f32x4.mul(f, scale), left - 20);
    storeLanes(out + 96, f32x4.mul(g, scale), left - 24);
    storeLanes(out + 112, f32x4.mul(h, scale), left - 28);
    v += 4;
    out += 128;
  }
}

// @ts-ignore: decorator
@inline
function signed(weight: v128, signs: v128, mask: v128): v128 {
  return v128.xor(weight, v128.and(signs, mask));
}
