import { cut, endUnit, firstUnit } from "../piece";
import { bytesPerBitRow, clearPadding } from "./bit-row";
import { cell, integer, offset } from "./operand";

/** x, thresholds, rows, features, bits */
export function signPackInt8(operands: usize): void {
  const thresholds = offset(operands, 1);
  const features = integer(operands, 3);
  cut(cell(operands, 2));
  const first = firstUnit;
  const end = endUnit;
  let x = offset(operands, 0) + <usize>(first * features);
  let bits = offset(operands, 4) + <usize>first * bytesPerBitRow(features);
  for (let row = first; row < end; row++) {
    if (thresholds == 0) packRow(x, features, bits);
    else packRowBelow(x, thresholds, features, bits);
    x += <usize>features;
    bits += bytesPerBitRow(features);
  }
}

/** Bit k is the sign bit of x[k]. The bits behind the last feature are cleared. */
function packRow(x: usize, features: i32, bits: usize): void {
  const end = bits + bytesPerBitRow(features);
  let left = features;
  for (; left >= 64; left -= 64) {
    store<u16>(bits, <u16>i8x16.bitmask(v128.load(x)));
    store<u16>(bits, <u16>i8x16.bitmask(v128.load(x, 16)), 2);
    store<u16>(bits, <u16>i8x16.bitmask(v128.load(x, 32)), 4);
    store<u16>(bits, <u16>i8x16.bitmask(v128.load(x, 48)), 6);
    x += 64;
    bits += 8;
  }
  for (; left > 0; left -= 16) {
    store<u16>(bits, <u16>(i8x16.bitmask(v128.load(x)) & present(left)));
    x += 16;
    bits += 2;
  }
  clearPadding(bits, end);
}

/** Bit k is x[k] < thresholds[k]. The bits behind the last feature are cleared. */
function packRowBelow(x: usize, thresholds: usize, features: i32, bits: usize): void {
  const end = bits + bytesPerBitRow(features);
  let left = features;
  for (; left >= 64; left -= 64) {
    store<u16>(bits, <u16>below(x, thresholds));
    store<u16>(bits, <u16>below(x + 16, thresholds + 16), 2);
    store<u16>(bits, <u16>below(x + 32, thresholds + 32), 4);
    store<u16>(bits, <u16>below(x + 48, thresholds + 48), 6);
    x += 64;
    thresholds += 64;
    bits += 8;
  }
  for (; left > 0; left -= 16) {
    store<u16>(bits, <u16>(below(x, thresholds) & present(left)));
    x += 16;
    thresholds += 16;
    bits += 2;
  }
  clearPadding(bits, end);
}

// @ts-ignore: decorator
@inline
function below(x: usize, thresholds: usize): i32 {
  return i8x16.bitmask(i8x16.lt_s(v128.load(x), v128.load(thresholds)));
}

/** A bit for each feature there is, of sixteen. */
// @ts-ignore: decorator
@inline
function present(left: i32): i32 {
  return (1 << min(left, 16)) - 1;
}
