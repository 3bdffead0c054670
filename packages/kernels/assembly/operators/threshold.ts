import { ELEMENT_FLOAT32 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { bytesPerBitRow, clearPadding } from "./bit-row";
import { bytesOf, loadFour } from "./element";
import { cell, integer, offset } from "./operand";

/**
 * x, element, rows, features, count, planes, thresholds, flips, out, the bits of the lowest and of the highest level,
 * what each threshold changes of them [count], constants [count] where there are no thresholds
 *
 * Thresholds rise, so a number that reaches one has reached all before it, and each that it reaches changes some of the
 * bits: planes are sums (⊕) of comparisons. What is flipped starts at the highest level and goes through the changes from
 * behind.
 */
export function threshold(operands: usize): void {
  const element = integer(operands, 1);
  const rows = cell(operands, 2);
  const features = integer(operands, 3);
  const rowBytes = <usize>features * bytesOf(element);
  const planeBytes = bytesPerBitRow(features);
  const outBytes = offset(operands, 5) * planeBytes;
  cut(rows);
  const end = endUnit;
  const isThermometer = setsOneEach(operands);
  for (let row = firstUnit; row < end; row++) {
    const x = offset(operands, 0) + <usize>row * rowBytes;
    const out = offset(operands, 8) + <usize>row * outBytes;
    if (isThermometer) floatThermometer(x, features, out, planeBytes, operands);
    else for (let k = 0; k < features; k += 16) {
      sixteen(x + <usize>k * bytesOf(element), element, k, out + <usize>(k >> 3), operands);
    }
    for (let plane = out; plane < out + outBytes; plane += planeBytes) {
      clearPadding(plane + <usize>(((features + 15) >> 4) << 1), plane + planeBytes);
    }
  }
}

/** Whether each threshold of floats sets the one bit of its plane, of the lowest level none, and nothing is flipped. */
function setsOneEach(operands: usize): bool {
  const count = integer(operands, 4);
  if (integer(operands, 1) != ELEMENT_FLOAT32 || offset(operands, 6) == 0) return false;
  if (offset(operands, 7) != 0 || integer(operands, 5) != count || integer(operands, 9) != 0) return false;
  if (count > 31) return false;
  for (let i = 0; i < count; i++) if (integer(operands, 11 + i) != 1 << i) return false;
  return true;
}

/** A row of such bits. */
// @ts-ignore: decorator
@inline
function floatThermometer(x: usize, features: i32, out: usize, planeBytes: usize, operands: usize): void {
  const count = integer(operands, 4);
  const thresholds = offset(operands, 6);
  const thresholdBytes = <usize>features << 2;
  for (let k = 0; k < features; k += 16) {
    const present = (1 << min(features - k, 16)) - 1;
    const from = x + (<usize>k << 2);
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    let at = thresholds + (<usize>k << 2);
    let bits = out + <usize>(k >> 3);
    for (let i = 0; i < count; i++) {
      const below = sixteenBelow(
        a, b, c, d,
        v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48),
        true,
      );
      store<u16>(bits, <u16>((below ^ 0xffff) & present));
      at += thresholdBytes;
      bits += planeBytes;
    }
  }
}

/** The bits of sixteen features from feature k on, in all planes. */
function sixteen(x: usize, element: i32, k: i32, out: usize, operands: usize): void {
  const features = integer(operands, 3);
  const count = integer(operands, 4);
  const thresholds = offset(operands, 6);
  const planeBytes = bytesPerBitRow(features);
  const size = bytesOf(element);
  const isFloat = element == ELEMENT_FLOAT32;
  const present = (1 << min(features - k, 16)) - 1;
  let flipped = 0;
  if (offset(operands, 7) != 0) flipped = load<u16>(offset(operands, 7) + <usize>(k >> 3)) & present;
  const kept = present ^ flipped;
  start(out, planeBytes, kept, flipped, operands);
  const a = loadFour(x, element);
  const b = loadFour(x + 4 * size, element);
  const c = loadFour(x + 8 * size, element);
  const d = loadFour(x + 12 * size, element);
  const constants = operands + (<usize>(11 + count) << 2);
  for (let i = 0; i < count; i++) {
    let below: i32;
    if (thresholds == 0) {
      const bound = v128.load32_splat(constants + (<usize>i << 2));
      below = sixteenBelow(a, b, c, d, bound, bound, bound, bound, isFloat);
    } else {
      const at = thresholds + (<usize>(i * features + k) << 2);
      below = sixteenBelow(
        a, b, c, d,
        v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48),
        isFloat,
      );
    }
    const reached = below ^ 0xffff;
    change(integer(operands, 11 + i), reached & kept, out, planeBytes);
    if (flipped != 0) change(integer(operands, 10 + count - i), reached & flipped, out, planeBytes);
  }
}

/** Writes the lowest level of the features that are kept, the highest of those that are flipped. */
function start(out: usize, planeBytes: usize, kept: i32, flipped: i32, operands: usize): void {
  const planes = integer(operands, 5);
  const lowest = integer(operands, 9);
  const highest = integer(operands, 10);
  for (let p = 0; p < planes; p++) {
    const bits = (kept & -((lowest >> p) & 1)) | (flipped & -((highest >> p) & 1));
    store<u16>(out + <usize>p * planeBytes, <u16>bits);
  }
}

/** Changes the bits of some features in the planes that `planes` has a bit of. */
// @ts-ignore: decorator
@inline
function change(planes: i32, features: i32, out: usize, planeBytes: usize): void {
  for (; planes != 0; planes &= planes - 1) {
    const at = out + <usize>ctz(planes) * planeBytes;
    store<u16>(at, load<u16>(at) ^ <u16>features);
  }
}

/** Bit i is x[i] < bound[i], for sixteen of them. */
// @ts-ignore: decorator
@inline
function sixteenBelow(
  a: v128, b: v128, c: v128, d: v128,
  p: v128, q: v128, r: v128, s: v128,
  isFloat: bool,
): i32 {
  const low = i16x8.narrow_i32x4_s(fourBelow(a, p, isFloat), fourBelow(b, q, isFloat));
  const high = i16x8.narrow_i32x4_s(fourBelow(c, r, isFloat), fourBelow(d, s, isFloat));
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

// @ts-ignore: decorator
@inline
function fourBelow(x: v128, bound: v128, isFloat: bool): v128 {
  return isFloat ? f32x4.lt(x, bound) : i32x4.lt_s(x, bound);
}
