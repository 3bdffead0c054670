import { FUNCTION_ABSOLUTE, FUNCTION_CLIP01, FUNCTION_SILU, FUNCTION_TANH } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { exponential } from "../vector/exponential";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";

/** x, function, rows, features, out */
export function activation(operands: usize): void {
  const x = offset(operands, 0);
  const code = integer(operands, 1);
  const features = integer(operands, 3);
  const out = offset(operands, 4);
  cut(cell(operands, 2));
  const length = endUnit * features;
  for (let i = firstUnit * features; i < length; i += 4) {
    const at = <usize>i << 2;
    const value = v128.load(x + at);
    let y: v128;
    if (code == FUNCTION_ABSOLUTE) y = f32x4.abs(value);
    else if (code == FUNCTION_CLIP01) y = f32x4.min(f32x4.max(value, f32x4.splat(0)), f32x4.splat(1));
    else if (code == FUNCTION_SILU) y = timesLogistic(value, value);
    else y = code == FUNCTION_TANH ? tanh(value) : gelu(value);
    storeLanes(out + at, y, length - i);
  }
}

/** Below 0.625 x·(1 + x²·P(x²)), P of degree 4, fitted to the least relative error (4.8e−9); above (1 − e)/(1 + e), e = e^−2|x|. */
function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-0.005691985663611047);
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(0.02062629182361255));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-0.05373531884954956));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(0.13331381354361496));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-0.3333327920837079));
  const small = f32x4.mul(x, f32x4.add(one, f32x4.mul(square, p)));
  const e = exponential(f32x4.mul(magnitude, f32x4.splat(-2)));
  const large = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const signed = v128.or(large, v128.and(x, i32x4.splat(i32.MIN_VALUE)));
  return v128.bitselect(small, signed, f32x4.lt(magnitude, f32x4.splat(0.625)));
}

/** x/(1 + e^−u), u = 2·√(2/π)·(x + 0.044715·x³). */
function gelu(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const factor = f32x4.add(
    f32x4.splat(1.5957691216057308),
    f32x4.mul(f32x4.splat(0.07135481627260025), square),
  );
  return timesLogistic(x, f32x4.mul(x, factor));
}

/** x/(1 + e^−u), with e^−|u|, which cannot overflow. */
// @ts-ignore: decorator
@inline
function timesLogistic(x: v128, u: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(u)));
  const above = v128.bitselect(f32x4.mul(x, e), x, f32x4.lt(u, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(f32x4.splat(1), e));
}
