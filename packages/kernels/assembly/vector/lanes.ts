/** Lanes i with i < count are all ones; count may be negative or above 4. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Stores the first `count` lanes, all four when count ≥ 4. */
// @ts-ignore: decorator
@inline
export function storeLanes(to: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, value);
  } else if (count == 3) {
    v128.store64_lane(to, value, 0);
    v128.store32_lane(to, value, 2, 8);
  } else if (count == 2) {
    v128.store64_lane(to, value, 0);
  } else if (count == 1) {
    v128.store32_lane(to, value, 0);
  }
}

/** Stores the first `count` lanes, all four when count ≥ 4, `stride` bytes apart. */
// @ts-ignore: decorator
@inline
export function storeColumn(to: usize, stride: usize, value: v128, count: i32): void {
  v128.store32_lane(to, value, 0);
  if (count > 1) v128.store32_lane(to + stride, value, 1);
  if (count > 2) v128.store32_lane(to + 2 * stride, value, 2);
  if (count > 3) v128.store32_lane(to + 3 * stride, value, 3);
}

/** The same of the low bytes of lanes. */
// @ts-ignore: decorator
@inline
export function storeByteColumn(to: usize, stride: usize, value: v128, count: i32): void {
  v128.store8_lane(to, value, 0);
  if (count > 1) v128.store8_lane(to + stride, value, 4);
  if (count > 2) v128.store8_lane(to + 2 * stride, value, 8);
  if (count > 3) v128.store8_lane(to + 3 * stride, value, 12);
}

/** (x₀ + x₂) + (x₁ + x₃). */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, i32x4.shuffle(x, x, 2, 3, 2, 3));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The largest lane; NaN if one is NaN. */
// @ts-ignore: decorator
@inline
export function maximumLane(x: v128): f32 {
  const pairs = f32x4.max(x, i32x4.shuffle(x, x, 2, 3, 2, 3));
  return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** Lane i is the sum (x₀ + x₂) + (x₁ + x₃) of the lanes of the i-th argument. */
// @ts-ignore: decorator
@inline
export function sumLanesOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

/** The same in int32. */
// @ts-ignore: decorator
@inline
export function sumInt32LanesOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return i32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}
