import { cut, endUnit, firstUnit } from "../piece";
import { laneMask } from "../vector/lanes";
import { largerMagnitude, largestOfSixteen, magnitudeMask } from "../vector/magnitude";
import { signsOfSixteen, zero } from "../vector/signs";
import { bytesPerBitRow, clearPadding } from "./bit-row";
import { cell, integer, offset } from "./operand";
import { tokenScale } from "./token-scale";

/** x, rows, features, bits, rowScales */
export function signPackTokenMaximum(operands: usize): void {
  const rows = cell(operands, 1);
  const features = integer(operands, 2);
  const rowScales = offset(operands, 4);
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + (<usize>(first * features) << 2);
  let bits = offset(operands, 3) + <usize>first * bytesPerBitRow(features);
  for (let row = first; row < end; row++) {
    const largest = packRowWithMaximum(x, features, bits);
    store<f32>(rowScales + (<usize>row << 2), tokenScale(largest));
    x += <usize>features << 2;
    bits += bytesPerBitRow(features);
  }
}

/** x, shift, rows, features, bits */
export function signPackShift(operands: usize): void {
  const shift = offset(operands, 1);
  const rows = cell(operands, 2);
  const features = integer(operands, 3);
  cut(rows);
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + (<usize>(first * features) << 2);
  let bits = offset(operands, 4) + <usize>first * bytesPerBitRow(features);
  for (let row = first; row < end; row++) {
    if (shift == 0) packRow(x, features, bits);
    else packShiftedRow(x, shift, features, bits);
    x += <usize>features << 2;
    bits += bytesPerBitRow(features);
  }
}

/** Packs 16 features at a time into two bytes; the bits behind the last feature are cleared. */
function packRow(x: usize, features: i32, bits: usize): void {
  const none = zero();
  const end = bits + bytesPerBitRow(features);
  let left = features;
  for (; left >= 16; left -= 16) {
    store<u16>(bits, <u16>signsOfStored(x, none));
    x += 64;
    bits += 2;
  }
  if (left > 0) {
    store<u16>(bits, <u16>(signsOfStored(x, none) & ((1 << left) - 1)));
    bits += 2;
  }
  clearPadding(bits, end);
}

/** The same of x + shift. */
function packShiftedRow(x: usize, shift: usize, features: i32, bits: usize): void {
  const none = zero();
  const end = bits + bytesPerBitRow(features);
  let left = features;
  for (; left >= 16; left -= 16) {
    store<u16>(bits, <u16>signsOfSums(x, shift, none));
    x += 64;
    shift += 64;
    bits += 2;
  }
  if (left > 0) {
    store<u16>(bits, <u16>(signsOfSums(x, shift, none) & ((1 << left) - 1)));
    bits += 2;
  }
  clearPadding(bits, end);
}

/** Packs a row and returns its largest magnitude, in one pass: a row is read once. */
function packRowWithMaximum(x: usize, features: i32, bits: usize): f32 {
  const none = zero();
  const mask = magnitudeMask();
  const end = bits + bytesPerBitRow(features);
  let m0 = none;
  let m1 = none;
  let m2 = none;
  let m3 = none;
  let left = features;
  for (; left >= 16; left -= 16) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    m0 = largerMagnitude(m0, a, mask);
    m1 = largerMagnitude(m1, b, mask);
    m2 = largerMagnitude(m2, c, mask);
    m3 = largerMagnitude(m3, d, mask);
    store<u16>(bits, <u16>signsOfSixteen(a, b, c, d, none));
    x += 64;
    bits += 2;
  }
  if (left > 0) {
    const a = v128.and(v128.load(x), laneMask(left));
    const b = v128.and(v128.load(x, 16), laneMask(left - 4));
    const c = v128.and(v128.load(x, 32), laneMask(left - 8));
    const d = v128.and(v128.load(x, 48), laneMask(left - 12));
    m0 = largerMagnitude(m0, a, mask);
    m1 = largerMagnitude(m1, b, mask);
    m2 = largerMagnitude(m2, c, mask);
    m3 = largerMagnitude(m3, d, mask);
    store<u16>(bits, <u16>signsOfSixteen(a, b, c, d, none));
    bits += 2;
  }
  clearPadding(bits, end);
  return largestOfSixteen(m0, m1, m2, m3);
}

// @ts-ignore: decorator
@inline
function signsOfStored(x: usize, none: v128): i32 {
  const a = v128.load(x);
  const b = v128.load(x, 16);
  const c = v128.load(x, 32);
  const d = v128.load(x, 48);
  return signsOfSixteen(a, b, c, d, none);
}

// @ts-ignore: decorator
@inline
function signsOfSums(x: usize, shift: usize, none: v128): i32 {
  const a = f32x4.add(v128.load(x), v128.load(shift));
  const b = f32x4.add(v128.load(x, 16), v128.load(shift, 16));
  const c = f32x4.add(v128.load(x, 32), v128.load(shift, 32));
  const d = f32x4.add(v128.load(x, 48), v128.load(shift, 48));
  return signsOfSixteen(a, b, c, d, none);
}
