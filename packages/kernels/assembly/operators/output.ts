import { storeLanes } from "../vector/lanes";

/** Adds the bias (absent when 0) and applies ReLU as asked, then stores the first `count` of four outputs. */
// @ts-ignore: decorator
@inline
export function storeOutput(to: usize, sums: v128, bias: usize, relu: i32, count: i32): void {
  let y = sums;
  if (bias != 0) y = f32x4.add(y, v128.load(bias));
  if (relu != 0) y = v128.andnot(y, f32x4.lt(y, f32x4.splat(0)));
  storeLanes(to, y, count);
}
