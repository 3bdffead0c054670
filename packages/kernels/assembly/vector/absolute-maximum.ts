import { laneMask } from "./lanes";
import { largerMagnitude, largestOfSixteen, magnitudeMask } from "./magnitude";

/** max |x[i]| over `length` floats, 0 for none; NaN if one is NaN. */
export function absoluteMaximum(x: usize, length: i32): f32 {
  const mask = magnitudeMask();
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let left = length;
  for (; left >= 16; left -= 16) {
    a = largerMagnitude(a, v128.load(x), mask);
    b = largerMagnitude(b, v128.load(x, 16), mask);
    c = largerMagnitude(c, v128.load(x, 32), mask);
    d = largerMagnitude(d, v128.load(x, 48), mask);
    x += 64;
  }
  if (left > 0) {
    a = largerMagnitude(a, v128.and(v128.load(x), laneMask(left)), mask);
    b = largerMagnitude(b, v128.and(v128.load(x, 16), laneMask(left - 4)), mask);
    c = largerMagnitude(c, v128.and(v128.load(x, 32), laneMask(left - 8)), mask);
    d = largerMagnitude(d, v128.and(v128.load(x, 48), laneMask(left - 12)), mask);
  }
  return largestOfSixteen(a, b, c, d);
}
