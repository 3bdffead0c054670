import { absoluteMaximum } from "../vector/absolute-maximum";
import { cell, integer, offset } from "./operand";

/** x, rows, features, bits, rowScales */
export function signPackTokenMaximum(operands: usize): void {
  const x = offset(operands, 0);
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const bits = offset(operands, 3);
  const rowScales = offset(operands, 4);
  for (let row = 0; row < rows; row++) {
    const from = x + (<usize>(row * features) << 2);
    const scale = (absoluteMaximum(from, features) + <f32>1.1920929e-7) * 0.5;
    store<f32>(rowScales + (<usize>row << 2), scale);
    packRow(from, 0, features, bits + <usize>row * bytesPerRow(features));
  }
}

/** x, shift, rows, features, bits */
export function signPackShift(operands: usize): void {
  const x = offset(operands, 0);
  const shift = offset(operands, 1);
  const rows = cell(operands, 2);
  const features = integer(operands, 3);
  const bits = offset(operands, 4);
  for (let row = 0; row < rows; row++) {
    packRow(x + (<usize>(row * features) << 2), shift, features, bits + <usize>row * bytesPerRow(features));
  }
}

/** 16·⌈features/128⌉ */
// @ts-ignore: decorator
@inline
function bytesPerRow(features: i32): usize {
  return (<usize>(features + 127) >> 7) << 4;
}

/** Packs 16 features at a time into two bytes; the bits behind the last feature are cleared. */
function packRow(x: usize, shift: usize, features: i32, bits: usize): void {
  const end = bits + bytesPerRow(features);
  let left = features;
  for (; left >= 16; left -= 16) {
    store<u16>(bits, <u16>packSixteen(x, shift));
    x += 64;
    if (shift != 0) shift += 64;
    bits += 2;
  }
  if (left > 0) {
    store<u16>(bits, <u16>(packSixteen(x, shift) & ((1 << left) - 1)));
    bits += 2;
  }
  memory.fill(bits, 0, end - bits);
}

/** Bit i is x[i] + shift[i] < 0: comparison masks saturate to bytes with their sign kept. */
// @ts-ignore: decorator
@inline
function packSixteen(x: usize, shift: usize): i32 {
  let a = v128.load(x);
  let b = v128.load(x, 16);
  let c = v128.load(x, 32);
  let d = v128.load(x, 48);
  if (shift != 0) {
    a = f32x4.add(a, v128.load(shift));
    b = f32x4.add(b, v128.load(shift, 16));
    c = f32x4.add(c, v128.load(shift, 32));
    d = f32x4.add(d, v128.load(shift, 48));
  }
  const zero = f32x4.splat(0);
  const low = i16x8.narrow_i32x4_s(f32x4.lt(a, zero), f32x4.lt(b, zero));
  const high = i16x8.narrow_i32x4_s(f32x4.lt(c, zero), f32x4.lt(d, zero));
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}
