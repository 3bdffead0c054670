// eˣ = 2ⁿ·eʳ with n = round(x/ln 2) and |r| ≤ ln(2)/2; eʳ by its Taylor polynomial of degree 7.

// Below this eˣ is subnormal and given as 0; above the other it is infinite.
const smallestExponent: f32 = -87.33654;
const largestExponent: f32 = 88.72283;

// Adding 1.5·2²³ rounds to an integer and leaves it in the low bits.
const roundingBias: f32 = 12582912.0;

/** eʳ in four lanes for |r| ≤ ln(2)/2. */
@inline
function exponentialNearZero(r: v128): v128 {
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
  return f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0));
}

/** x − n·ln 2; ln 2 in two parts, as n·0.693359375 is exact for |n| ≤ 128. */
@inline
function reduced(x: v128, n: v128): v128 {
  const r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
}

/** eˣ in four lanes for x ≤ 0, relative error below 2⁻²², 0 below −87.33, NaN for NaN. */
@inline
export function exponentialNotAboveOne(x: v128): v128 {
  const low = f32x4.splat(smallestExponent);
  const clamped = f32x4.max(x, low);
  const biased = f32x4.add(f32x4.mul(clamped, f32x4.splat(1.44269504)), f32x4.splat(roundingBias));
  const p = exponentialNearZero(reduced(clamped, f32x4.sub(biased, f32x4.splat(roundingBias))));
  // n is in the low bits of `biased`; a product, as NaN has to stay NaN
  const scaled = f32x4.mul(p, powerOfTwo(biased));
  return v128.andnot(scaled, f32x4.lt(x, low));
}

/** eˣ in four lanes, relative error below 2⁻²², 0 below −87.33, ∞ above 88.72, NaN for NaN. */
@inline
export function exponential(x: v128): v128 {
  const low = f32x4.splat(smallestExponent);
  const high = f32x4.splat(largestExponent);
  const clamped = f32x4.min(f32x4.max(x, low), high);
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  let p = exponentialNearZero(reduced(clamped, n));
  // n = 128 does not fit one exponent: scale in two exact steps
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  p = f32x4.mul(p, powerOfTwo(half));
  p = f32x4.mul(p, powerOfTwo(i32x4.sub(whole, half)));
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
