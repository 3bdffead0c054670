import { cut, endUnit, firstUnit } from "../piece";
import { absoluteMaximum } from "../vector/absolute-maximum";
import { cell, integer, offset } from "./operand";

/** x, rows, features, codes, rowScales */
export function quantizeInt8(operands: usize): void {
  const x = offset(operands, 0);
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const codes = offset(operands, 3);
  const rowScales = offset(operands, 4);
  cut(rows);
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) {
    const from = x + (<usize>(row * features) << 2);
    let scale = absoluteMaximum(from, features) / 127;
    if (scale == 0) scale = 1;
    store<f32>(rowScales + (<usize>row << 2), scale);
    quantizeRow(from, f32x4.splat(scale), features, codes + <usize>(row * features));
  }
}

function quantizeRow(x: usize, scale: v128, features: i32, codes: usize): void {
  let left = features;
  for (; left >= 8; left -= 8) {
    v128.store64_lane(codes, quantizeEight(x, scale), 0);
    x += 32;
    codes += 8;
  }
  if (left > 0) {
    let eight = i64x2.extract_lane(quantizeEight(x, scale), 0);
    for (; left > 0; left--) {
      store<i8>(codes, <i8>eight);
      eight >>= 8;
      codes += 1;
    }
  }
}

/** The low eight bytes are the codes; the clamp matters where x/scale overshoots 127 because scale is subnormal. */
// @ts-ignore: decorator
@inline
function quantizeEight(x: usize, scale: v128): v128 {
  const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(x), scale)));
  const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(x, 16), scale)));
  const wide = i16x8.max_s(i16x8.narrow_i32x4_s(a, b), i16x8.splat(-127));
  return i8x16.narrow_i16x8_s(wide, wide);
}
