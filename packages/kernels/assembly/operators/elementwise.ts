import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";

/** x, rows, features, out */
export function relu(operands: usize): void {
  const x = offset(operands, 0);
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const out = offset(operands, 3);
  cut(rows);
  const length = endUnit * features;
  for (let i = firstUnit * features; i < length; i += 4) {
    const at = (<usize>i) << 2;
    const value = v128.load(x + at);
    storeLanes(out + at, v128.andnot(value, f32x4.lt(value, f32x4.splat(0))), length - i);
  }
}

/** a, b, rows, features, out */
export function add(operands: usize): void {
  const a = offset(operands, 0);
  const b = offset(operands, 1);
  const rows = cell(operands, 2);
  const features = integer(operands, 3);
  const out = offset(operands, 4);
  cut(rows);
  const length = endUnit * features;
  for (let i = firstUnit * features; i < length; i += 4) {
    const at = (<usize>i) << 2;
    storeLanes(out + at, f32x4.add(v128.load(a + at), v128.load(b + at)), length - i);
  }
}
