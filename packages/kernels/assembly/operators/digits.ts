// Numbers as digits of a step, halves to even; the quotient is in float64, so that no second rounding makes a tie.

/** Four numbers as int32 digits between the least and the greatest, the least of NaN; step and bounds in both lanes. */
// @ts-ignore: decorator
@inline
export function digitsOf(x: v128, isFloat: bool, step: v128, least: v128, greatest: v128): v128 {
  const upper = i32x4.shuffle(x, x, 2, 3, 2, 3);
  const a = twoDigits(x, isFloat, step, least, greatest);
  const b = twoDigits(upper, isFloat, step, least, greatest);
  return i32x4.shuffle(a, b, 0, 1, 4, 5);
}

/** Those of the low two. */
// @ts-ignore: decorator
@inline
function twoDigits(four: v128, isFloat: bool, step: v128, least: v128, greatest: v128): v128 {
  const x = isFloat ? f64x2.promote_low_f32x4(four) : f64x2.convert_low_i32x4_s(four);
  let y = f64x2.nearest(f64x2.div(x, step));
  // What is not above the least is the least: NaN, too.
  y = v128.bitselect(y, least, f64x2.gt(y, least));
  y = v128.bitselect(greatest, y, f64x2.gt(y, greatest));
  return i32x4.trunc_sat_f64x2_s_zero(y);
}

/** Stores the low bytes of the first `count` of four. */
// @ts-ignore: decorator
@inline
export function storeBytes(to: usize, digits: v128, count: i32): void {
  const bytes = i8x16.shuffle(digits, digits, 0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  if (count >= 4) {
    v128.store32_lane(to, bytes, 0);
    return;
  }
  v128.store8_lane(to, bytes, 0);
  if (count > 1) v128.store8_lane(to, bytes, 1, 1);
  if (count > 2) v128.store8_lane(to, bytes, 2, 2);
}
