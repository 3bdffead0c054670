import { OUT_FEATURES, OUT_HEIGHT, OUT_WIDTH } from "../../src/tape/convolution";
import { PANEL_COLUMNS } from "../sums";
import { endLine, firstLine, windowsArePixels } from "./convolution-piece";
import { integer, offset } from "./operand";
import {
  OUT,
  POOLED_HEIGHT,
  POOLED_WIDTH,
  THRESHOLDS,
  WINDOW_HEIGHT,
  WINDOW_PAD_LEFT,
  WINDOW_PAD_TOP,
  WINDOW_STRIDE_X,
  WINDOW_STRIDE_Y,
  WINDOW_WIDTH,
} from "./sign-output";

/** Sets the bits of the channels whose dots reach their thresholds, in every window that the pixel lies in. */
export function storeReached(
  pixel: i32,
  length: i32,
  sums: usize,
  n: i32,
  columns: i32,
  operands: usize,
): void {
  const thresholds = offset(operands, THRESHOLDS) + (<usize>n << 2);
  setInWindows(operands, pixel, n, columns, reached(length, sums, thresholds, columns));
}

/** Sets bits of channels from n on in every window of this piece that a pixel lies in. */
export function setInWindows(operands: usize, pixel: i32, n: i32, columns: i32, bits: u64): void {
  const bytesPerPixel = ((integer(operands, OUT_FEATURES) + 127) >> 7) << 4;
  const out = offset(operands, OUT);
  if (windowsArePixels(operands)) {
    setBits(out + <usize>(pixel * bytesPerPixel), n, columns, bits);
    return;
  }
  const line = pixel / integer(operands, OUT_WIDTH);
  const image = line / integer(operands, OUT_HEIGHT);
  const y = line - image * integer(operands, OUT_HEIGHT) + integer(operands, WINDOW_PAD_TOP);
  const x = pixel - line * integer(operands, OUT_WIDTH) + integer(operands, WINDOW_PAD_LEFT);
  const strideY = integer(operands, WINDOW_STRIDE_Y);
  const strideX = integer(operands, WINDOW_STRIDE_X);
  const pooledHeight = integer(operands, POOLED_HEIGHT);
  const pooledWidth = integer(operands, POOLED_WIDTH);
  const top = image * pooledHeight;
  const lastRow = min(min(pooledHeight, endLine - top) - 1, y / strideY);
  const firstRow = max(firstLine - top, firstWindow(y, integer(operands, WINDOW_HEIGHT), strideY));
  const lastColumn = min(pooledWidth - 1, x / strideX);
  const firstColumn = firstWindow(x, integer(operands, WINDOW_WIDTH), strideX);
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const window = (top + row) * pooledWidth + column;
      setBits(out + <usize>(window * bytesPerPixel), n, columns, bits);
    }
  }
}

/** The first window that covers a padded row or column. */
// @ts-ignore: decorator
@inline
function firstWindow(position: i32, size: i32, stride: i32): i32 {
  return max(0, (position - size + stride) / stride);
}

/** Bit i is length − 2·sums[i] ≥ thresholds[i]. */
function reached(length: i32, sums: usize, thresholds: usize, columns: i32): u64 {
  let bits: u64 = 0;
  const lengths = i32x4.splat(length);
  for (let i = 0; i < columns; i += 16) {
    const at = <usize>i << 2;
    const a = reachedFour(lengths, sums + at, thresholds + at);
    const b = reachedFour(lengths, sums + at + 16, thresholds + at + 16);
    const c = reachedFour(lengths, sums + at + 32, thresholds + at + 32);
    const d = reachedFour(lengths, sums + at + 48, thresholds + at + 48);
    const low = i16x8.narrow_i32x4_s(a, b);
    const high = i16x8.narrow_i32x4_s(c, d);
    bits |= <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) << i;
  }
  return columns < PANEL_COLUMNS ? bits & (((<u64>1) << columns) - 1) : bits;
}

// @ts-ignore: decorator
@inline
function reachedFour(length: v128, sums: usize, thresholds: usize): v128 {
  const dot = i32x4.sub(length, i32x4.shl(v128.load(sums), 1));
  return i32x4.ge_s(dot, v128.load(thresholds));
}

/** ORs `count` bits into those of a pixel from bit n on, touching no byte but theirs. */
// @ts-ignore: decorator
@inline
function setBits(pixel: usize, n: i32, count: i32, bits: u64): void {
  let to = pixel + (<usize>n >> 3);
  if ((n & 63) == 0) {
    store<u64>(to, load<u64>(to) | bits);
    return;
  }
  const shift = n & 7;
  store<u8>(to, load<u8>(to) | <u8>(bits << shift));
  bits >>= 8 - shift;
  for (let left = count + shift - 8; left > 0; left -= 8) {
    to++;
    store<u8>(to, load<u8>(to) | <u8>bits);
    bits >>= 8;
  }
}
