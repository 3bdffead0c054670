/** eˣ in four lanes, relative error below 2⁻²², 0 below −87.33 (no subnormal results), ∞ above 88.72, NaN for NaN.
 *  x = n·ln 2 + r with |r| ≤ ln(2)/2; eʳ by its Taylor polynomial of degree 7, scaled by 2ⁿ in two exact steps. */
@inline
export function exponential(x: v128): v128 {
  const low = f32x4.splat(-87.33654);
  const high = f32x4.splat(88.72283);
  const clamped = f32x4.min(f32x4.max(x, low), high);
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  // ln 2 in two parts: n·0.693359375 is exact for |n| ≤ 128
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  // 2ⁿ with n up to 128 does not fit one exponent: halve it
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const rest = i32x4.sub(whole, half);
  p = f32x4.mul(p, powerOfTwo(half));
  p = f32x4.mul(p, powerOfTwo(rest));
  p = v128.andnot(p, f32x4.lt(x, low));
  return v128.bitselect(f32x4.splat(Infinity), p, f32x4.gt(x, high));
}

@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** eˣ of one number, by the same steps. */
@inline
export function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x)), 0);
}

/** out[i] = e^x[i] */
export function exponentials(x: usize, out: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(out, exponential(v128.load(x)));
    x += 16;
    out += 16;
  }
  for (; i < count; i++) {
    store<f32>(out, exponentialOf(load<f32>(x)));
    x += 4;
    out += 4;
  }
}
