import { storeLanes } from "../vector/lanes";

/** Adds the bias at byte `at` (none when bias is 0), applies ReLU as asked, stores the first `count` of four outputs. */
// @ts-ignore: decorator
@inline
export function storeOutput(
  to: usize,
  sums: v128,
  bias: usize,
  at: usize,
  relu: i32,
  count: i32,
): void {
  storeLanes(to, activate(sums, bias, 0, at, relu), count);
}

/** Adds the bias and multiplies what is negative by its slope (none when 0), both at byte `at`; then ReLU as asked. */
// @ts-ignore: decorator
@inline
export function activate(x: v128, bias: usize, slopes: usize, at: usize, relu: i32): v128 {
  const zero = f32x4.splat(0);
  let y = x;
  if (bias != 0) y = f32x4.add(y, v128.load(bias + at));
  if (slopes != 0) {
    y = v128.bitselect(f32x4.mul(y, v128.load(slopes + at)), y, f32x4.lt(y, zero));
  }
  if (relu != 0) y = v128.andnot(y, f32x4.lt(y, zero));
  return y;
}

/** Stores the first `count` of four outputs as int8: nearest, ties to even, within −127 … 127; NaN becomes 0. */
// @ts-ignore: decorator
@inline
export function storeCodes(to: usize, y: v128, count: i32): void {
  let codes = i32x4.trunc_sat_f32x4_s(f32x4.nearest(y));
  codes = i32x4.max_s(i32x4.min_s(codes, i32x4.splat(127)), i32x4.splat(-127));
  const words = i16x8.narrow_i32x4_s(codes, codes);
  const bytes = i8x16.narrow_i16x8_s(words, words);
  if (count >= 4) {
    v128.store32_lane(to, bytes, 0);
  } else {
    v128.store8_lane(to, bytes, 0);
    if (count > 1) v128.store8_lane(to, bytes, 1, 1);
    if (count > 2) v128.store8_lane(to, bytes, 2, 2);
  }
}
