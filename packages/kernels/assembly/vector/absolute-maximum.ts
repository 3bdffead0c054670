import { laneMask, maximumLane } from "./lanes";

/** max |x[i]| over `length` floats, 0 for none; NaN if one is NaN. */
export function absoluteMaximum(x: usize, length: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    const from = x + ((<usize>i) << 2);
    a = f32x4.max(a, f32x4.abs(v128.load(from)));
    b = f32x4.max(b, f32x4.abs(v128.load(from, 16)));
  }
  const from = x + ((<usize>i) << 2);
  const left = length - i;
  a = f32x4.max(a, f32x4.abs(v128.and(v128.load(from), laneMask(left))));
  b = f32x4.max(b, f32x4.abs(v128.and(v128.load(from, 16), laneMask(left - 4))));
  return maximumLane(f32x4.max(a, b));
}
