/**
 * e^x for −87 ≤ x ≤ 0 with a relative error below 2^−23; 0 for x < −87; NaN for NaN.
 *
 * x = n·ln 2 + r with |r| ≤ ln 2/2; e^r = 1 + r + r²·q(r), q of degree 4 fitted to the least relative error (3.1e−9;
 * the rest is rounding). ln 2 is split so that n·(355/512) is exact.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  // Adding 1.5·2^23 rounds to an integer and leaves it in the low bits of the sum.
  const shift = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), shift);
  const n = f32x4.sub(shifted, shift);
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-0.00021219444)));
  let q = f32x4.splat(0.0013814540579915047);
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.00836874544620514));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.04166838899254799));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.1666652113199234));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.4999999403953552));
  const p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(q, r), r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87)));
}
