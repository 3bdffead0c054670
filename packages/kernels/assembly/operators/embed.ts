import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { cell, float, integer, offset } from "./operand";

/** ids, positions, positionTable, codes, scales, multiplier, rows, features, out */
export function embedInt8(operands: usize): void {
  const ids = offset(operands, 0);
  const scales = offset(operands, 4);
  const multiplier = f32x4.splat(float(operands, 5));
  const rows = cell(operands, 6);
  const features = integer(operands, 7);
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let to = offset(operands, 8) + (<usize>(first * features) << 2);
  for (let row = first; row < end; row++) {
    const id = load<i32>(ids + ((<usize>row) << 2));
    const scale = v128.load32_splat(scales + ((<usize>id) << 2));
    const position = positionRow(operands, row, features);
    const from = offset(operands, 3) + <usize>(id * features);
    for (let i = 0; i < features; i += 4) {
      const codes = i32x4.extend_low_i16x8_s(v128.load8x8_s(from + i));
      let y = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(codes), scale), multiplier);
      if (position != 0) y = f32x4.add(y, v128.load(position + ((<usize>i) << 2)));
      storeLanes(to + ((<usize>i) << 2), y, features - i);
    }
    to += (<usize>features) << 2;
  }
}

/** ids, positions, positionTable, table, multiplier, rows, features, out */
export function embedFloat32(operands: usize): void {
  const ids = offset(operands, 0);
  const multiplier = f32x4.splat(float(operands, 4));
  const rows = cell(operands, 5);
  const features = integer(operands, 6);
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let to = offset(operands, 7) + (<usize>(first * features) << 2);
  for (let row = first; row < end; row++) {
    const id = load<i32>(ids + ((<usize>row) << 2));
    const position = positionRow(operands, row, features);
    const from = offset(operands, 3) + ((<usize>(id * features)) << 2);
    for (let i = 0; i < features; i += 4) {
      let y = f32x4.mul(v128.load(from + ((<usize>i) << 2)), multiplier);
      if (position != 0) y = f32x4.add(y, v128.load(position + ((<usize>i) << 2)));
      storeLanes(to + ((<usize>i) << 2), y, features - i);
    }
    to += (<usize>features) << 2;
  }
}

/** Where the position embedding of a row lies, 0 if there is none. */
function positionRow(operands: usize, row: i32, features: i32): usize {
  const positions = offset(operands, 1);
  if (positions == 0) return 0;
  const position = load<i32>(positions + ((<usize>row) << 2));
  return offset(operands, 2) + ((<usize>(position * features)) << 2);
}
