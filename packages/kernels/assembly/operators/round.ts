import { ELEMENT_FLOAT32, ELEMENT_INT32 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { bytesOf } from "./element";
import { cell, integer, offset } from "./operand";

/** x, element, rows, features, two words of step, least, greatest, out, outElement */
export function round(operands: usize): void {
  const isFloat = integer(operands, 1) == ELEMENT_FLOAT32;
  const features = integer(operands, 3);
  const step = f64x2.splat(load<f64>(operands + (4 << 2)));
  const least = f64x2.splat(<f64>integer(operands, 6));
  const greatest = f64x2.splat(<f64>integer(operands, 7));
  const outElement = integer(operands, 9);
  cut(cell(operands, 2));
  const first = firstUnit * features;
  const length = endUnit * features - first;
  const x = offset(operands, 0) + (<usize>first << 2);
  const out = offset(operands, 8) + <usize>first * bytesOf(outElement);
  for (let i = 0; i < length; i += 4) {
    const four = v128.load(x + (<usize>i << 2));
    const upper = i32x4.shuffle(four, four, 2, 3, 2, 3);
    const a = roundTwo(four, isFloat, step, least, greatest);
    const b = roundTwo(upper, isFloat, step, least, greatest);
    const digits = i32x4.shuffle(a, b, 0, 1, 4, 5);
    if (outElement == ELEMENT_INT32) storeLanes(out + (<usize>i << 2), digits, length - i);
    else storeBytes(out + <usize>i, digits, length - i);
  }
}

/** The low two as int32. */
// @ts-ignore: decorator
@inline
function roundTwo(four: v128, isFloat: bool, step: v128, least: v128, greatest: v128): v128 {
  const x = isFloat ? f64x2.promote_low_f32x4(four) : f64x2.convert_low_i32x4_s(four);
  let y = f64x2.nearest(f64x2.div(x, step));
  // What is not above the least is the least: NaN, too.
  y = v128.bitselect(y, least, f64x2.gt(y, least));
  y = v128.bitselect(greatest, y, f64x2.gt(y, greatest));
  return i32x4.trunc_sat_f64x2_s_zero(y);
}

/** The low bytes of the first `count` of four. */
// @ts-ignore: decorator
@inline
function storeBytes(to: usize, digits: v128, count: i32): void {
  const bytes = i8x16.shuffle(digits, digits, 0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  if (count >= 4) {
    v128.store32_lane(to, bytes, 0);
    return;
  }
  v128.store8_lane(to, bytes, 0);
  if (count > 1) v128.store8_lane(to, bytes, 1, 1);
  if (count > 2) v128.store8_lane(to, bytes, 2, 2);
}
