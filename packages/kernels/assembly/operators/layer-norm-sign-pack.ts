import { cut, endUnit, firstUnit } from "../piece";
import { laneMask } from "../vector/lanes";
import { largerMagnitude, largestOfSixteen, magnitudeMask } from "../vector/magnitude";
import { deviationOf, meanOf, normalized } from "../vector/moments";
import { signsOfSixteen, zero } from "../vector/signs";
import { bytesPerBitRow, clearPadding } from "./bit-row";
import { cell, float, integer, offset } from "./operand";
import { tokenScale } from "./token-scale";

// Operands of both: x, rows, groups, length of a slice, gamma, beta, epsilon, bits, then one of their own.

/** …, rowScales */
export function layerNormSignPackTokenMaximum(operands: usize): void {
  cut(cell(operands, 1));
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) {
    const largest = packNormalizedRow(operands, row, 0);
    store<f32>(offset(operands, 8) + (<usize>row << 2), tokenScale(largest));
  }
}

/** …, shift */
export function layerNormSignPackShift(operands: usize): void {
  cut(cell(operands, 1));
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) packNormalizedRow(operands, row, offset(operands, 8));
}

/**
 * Packs the signs of a row's normalized values (+ shift, when there is one) and returns their largest magnitude.
 *
 * Sixteen values live in registers. Where a slice ends within sixteen bits, `pending` carries them to the next one.
 */
function packNormalizedRow(operands: usize, row: i32, shift: usize): f32 {
  const groups = integer(operands, 2);
  const length = integer(operands, 3);
  const features = groups * length;
  const none = zero();
  const mask = magnitudeMask();
  let x = offset(operands, 0) + (<usize>(row * features) << 2);
  let bits = offset(operands, 7) + <usize>row * bytesPerBitRow(features);
  const end = bits + bytesPerBitRow(features);
  let m0 = none;
  let m1 = none;
  let m2 = none;
  let m3 = none;
  let pending: u32 = 0;
  let count = 0;
  for (let group = 0; group < groups; group++) {
    const mean = meanOf(x, length);
    const center = f32x4.splat(mean);
    const divisor = f32x4.splat(deviationOf(x, mean, length, float(operands, 6)));
    let gamma = offset(operands, 4);
    let beta = offset(operands, 5);
    for (let left = length; left > 0; left -= 16) {
      let a = valuesAt(0, x, center, divisor, gamma, beta, shift);
      let b = valuesAt(16, x, center, divisor, gamma, beta, shift);
      let c = valuesAt(32, x, center, divisor, gamma, beta, shift);
      let d = valuesAt(48, x, center, divisor, gamma, beta, shift);
      const present = min(left, 16);
      if (present < 16) {
        a = v128.and(a, laneMask(left));
        b = v128.and(b, laneMask(left - 4));
        c = v128.and(c, laneMask(left - 8));
        d = v128.and(d, laneMask(left - 12));
      }
      m0 = largerMagnitude(m0, a, mask);
      m1 = largerMagnitude(m1, b, mask);
      m2 = largerMagnitude(m2, c, mask);
      m3 = largerMagnitude(m3, d, mask);
      pending |= (<u32>signsOfSixteen(a, b, c, d, none)) << count;
      count += present;
      if (count >= 16) {
        store<u16>(bits, <u16>pending);
        bits += 2;
        pending >>= 16;
        count -= 16;
      }
      const step = <usize>present << 2;
      x += step;
      gamma += step;
      beta += step;
      if (shift != 0) shift += step;
    }
  }
  if (count > 0) {
    store<u16>(bits, <u16>pending);
    bits += 2;
  }
  clearPadding(bits, end);
  return largestOfSixteen(m0, m1, m2, m3);
}

/** Four normalized values, shifted where there is a shift. */
// @ts-ignore: decorator
@inline
function valuesAt(
  at: usize,
  x: usize,
  center: v128,
  divisor: v128,
  gamma: usize,
  beta: usize,
  shift: usize,
): v128 {
  const y = normalized(v128.load(x + at), center, divisor, gamma + at, beta + at);
  return shift == 0 ? y : f32x4.add(y, v128.load(shift + at));
}
