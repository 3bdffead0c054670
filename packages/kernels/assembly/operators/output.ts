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
  let y = sums;
  if (bias != 0) y = f32x4.add(y, v128.load(bias + at));
  if (relu != 0) y = v128.andnot(y, f32x4.lt(y, f32x4.splat(0)));
  storeLanes(to, y, count);
}
