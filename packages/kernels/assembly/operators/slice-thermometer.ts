import { ELEMENT_INT8 } from "../../src/tape/layout";
import { cut, endUnit, firstUnit } from "../piece";
import { interleaveHigh, interleaveLow, interleaveRows } from "../vector/interleave";
import { firstBytes, sixteenBytes } from "../vector/transpose-bits";
import { cell, integer, offset } from "./operand";

/** x, element, samples, features, count, thresholds, slices; a unit is a feature */
export function sliceThermometer(operands: usize, scratch: usize): void {
  const samples = cell(operands, 2);
  const features = integer(operands, 3);
  const flip = i8x16.splat(integer(operands, 1) == ELEMENT_INT8 ? -128 : 0);
  const sliceBytes = <usize>((samples + 127) >> 7) << 4;
  const rowBytes = <usize>features;
  cut(features);
  const first = firstUnit;
  const end = endUnit;
  for (let sample = 0; <usize>sample < sliceBytes << 3; sample += 16) {
    const from = offset(operands, 0) + <usize>sample * rowBytes;
    const to = offset(operands, 6) + <usize>(sample >> 3);
    const rows = samples - sample;
    let k = first;
    if (rows >= 16) {
      for (; k + 16 <= end; k += 16) {
        interleaveRows(from + <usize>k, rowBytes, scratch);
        for (let i = 0; i < 4; i++) {
          fourFeatures(operands, scratch + <usize>(i << 4), k + 4 * i, flip, to, sliceBytes);
        }
      }
    }
    const present = rows >= 16 ? 0xffff : rows <= 0 ? 0 : (1 << rows) - 1;
    for (; k < end; k++) {
      const at = from + <usize>k;
      const bytes = rows >= 16 ? sixteenBytes(at, rowBytes) : firstBytes(at, rowBytes, rows);
      writeReached(operands, v128.xor(bytes, flip), k, present, to, sliceBytes);
    }
  }
}

/** Four features of sixteen samples, of which `interleaveRows` has made a quarter of the rows at `x`. */
function fourFeatures(
  operands: usize, x: usize, first: i32, flip: v128, to: usize, sliceBytes: usize,
): void {
  const a = v128.load(x);
  const b = v128.load(x, 64);
  const c = v128.load(x, 128);
  const d = v128.load(x, 192);
  const acLow = interleaveLow(a, c);
  const bdLow = interleaveLow(b, d);
  let column = v128.xor(interleaveLow(acLow, bdLow), flip);
  writeReached(operands, column, first, 0xffff, to, sliceBytes);
  column = v128.xor(interleaveHigh(acLow, bdLow), flip);
  writeReached(operands, column, first + 1, 0xffff, to, sliceBytes);
  const acHigh = interleaveHigh(a, c);
  const bdHigh = interleaveHigh(b, d);
  column = v128.xor(interleaveLow(acHigh, bdHigh), flip);
  writeReached(operands, column, first + 2, 0xffff, to, sliceBytes);
  column = v128.xor(interleaveHigh(acHigh, bdHigh), flip);
  writeReached(operands, column, first + 3, 0xffff, to, sliceBytes);
}

/** Which of sixteen samples reach the thresholds of a feature. */
// @ts-ignore: decorator
@inline
function writeReached(
  operands: usize, x: v128, feature: i32, present: i32, to: usize, sliceBytes: usize,
): void {
  const features = <usize>integer(operands, 3);
  const planeBytes = features * sliceBytes;
  let threshold = offset(operands, 5) + (<usize>feature << 1);
  let out = to + <usize>feature * sliceBytes;
  for (let i = integer(operands, 4); i > 0; i--) {
    const reached = i8x16.ge_u(x, v128.load8_splat(threshold));
    const bits = i8x16.bitmask(v128.and(reached, v128.load8_splat(threshold, 1)));
    store<u16>(out, <u16>(bits & present));
    threshold += features << 1;
    out += planeBytes;
  }
}
