import {
  BITS,
  DILATION_X,
  DILATION_Y,
  GROUP_FEATURES,
  GROUPS,
  HEIGHT,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_HEIGHT,
  OUT_WIDTH,
  PAD_LEFT,
  PAD_TOP,
  PATCH_BYTES,
  PIXEL_BYTES,
  STRIDE_X,
  STRIDE_Y,
  TAP_BYTES,
  WIDTH,
} from "../../src/tape/convolution";
import { integer, offset } from "./operand";
import { ALL_INSIDE, endColumn, endRow, firstColumn, firstRow, tapRange } from "./tap-range";

/**
 * Collects the channels of one group under the taps of an output pixel into `to`, or, where these are a single whole
 * pixel, finds them in the map itself. Returns where they are; leaves at `range` which taps lie inside the map, see
 * `tapRange`. Those outside are 0 bits. Writes up to 31 bytes behind the patch.
 */
export function gatherPatch(operands: usize, pixel: i32, group: i32, to: usize, range: usize): usize {
  const line = pixel / integer(operands, OUT_WIDTH);
  const x = pixel - line * integer(operands, OUT_WIDTH);
  const image = line / integer(operands, OUT_HEIGHT);
  const y = line - image * integer(operands, OUT_HEIGHT);
  const height = integer(operands, HEIGHT);
  const width = integer(operands, WIDTH);
  const top = y * integer(operands, STRIDE_Y) - integer(operands, PAD_TOP);
  const left = x * integer(operands, STRIDE_X) - integer(operands, PAD_LEFT);
  const taps = integer(operands, KERNEL_HEIGHT) * integer(operands, KERNEL_WIDTH);
  const corner = ((image * height + top) * width + left) * integer(operands, PIXEL_BYTES);
  const from = offset(operands, BITS) + corner;
  const inside = tapsInside(operands, top, left);
  store<i32>(range, inside);
  if (inside == ALL_INSIDE) {
    if (taps == 1 && integer(operands, GROUPS) == 1) return from;
    copyTaps(operands, from, group, to, 0, integer(operands, KERNEL_HEIGHT), 0, integer(operands, KERNEL_WIDTH));
  } else {
    memory.fill(to, 0, integer(operands, PATCH_BYTES));
    copyTaps(operands, from, group, to, firstRow(inside), endRow(inside), firstColumn(inside), endColumn(inside));
  }
  return to;
}

/** The range of taps inside the map when the first one is at row `top` and column `left`. */
// @ts-ignore: decorator
@inline
function tapsInside(operands: usize, top: i32, left: i32): i32 {
  const height = integer(operands, HEIGHT);
  const width = integer(operands, WIDTH);
  const kernelHeight = integer(operands, KERNEL_HEIGHT);
  const kernelWidth = integer(operands, KERNEL_WIDTH);
  const dilationY = integer(operands, DILATION_Y);
  const dilationX = integer(operands, DILATION_X);
  const isInside =
    top >= 0 &&
    left >= 0 &&
    top + (kernelHeight - 1) * dilationY < height &&
    left + (kernelWidth - 1) * dilationX < width;
  if (isInside) return ALL_INSIDE;
  const row = firstInside(top, dilationY, kernelHeight);
  const column = firstInside(left, dilationX, kernelWidth);
  return tapRange(
    row,
    max(row, endInside(top, dilationY, kernelHeight, height)),
    column,
    max(column, endInside(left, dilationX, kernelWidth, width)),
  );
}

/** The first of the taps at `start`, `start + step`, … that is not below 0. */
function firstInside(start: i32, step: i32, taps: i32): i32 {
  return start >= 0 ? 0 : min(taps, (step - 1 - start) / step);
}

/** Behind the last of these taps that is below `size`. */
function endInside(start: i32, step: i32, taps: i32, size: i32): i32 {
  return start >= size ? 0 : min(taps, (size - start + step - 1) / step);
}

/** Copies the taps of a rectangle from the map, whose tap (0, 0) is at `from`, to their places in the patch. */
function copyTaps(
  operands: usize,
  from: usize,
  group: i32,
  to: usize,
  rowFrom: i32,
  rowEnd: i32,
  columnFrom: i32,
  columnEnd: i32,
): void {
  const tapBytes = integer(operands, TAP_BYTES);
  const pixelBytes = integer(operands, PIXEL_BYTES);
  const kernelWidth = integer(operands, KERNEL_WIDTH);
  const features = integer(operands, GROUP_FEATURES);
  const bit = group * features;
  const isWhole = integer(operands, GROUPS) == 1 || (features & 7) == 0;
  const nextRow = integer(operands, DILATION_Y) * integer(operands, WIDTH) * pixelBytes;
  const nextColumn = integer(operands, DILATION_X) * pixelBytes;
  const isRun = nextColumn == tapBytes;
  for (let row = rowFrom; row < rowEnd; row++) {
    let at = from + (row * nextRow + columnFrom * nextColumn + (bit >> 3));
    let tap = to + (row * kernelWidth + columnFrom) * tapBytes;
    if (isRun) {
      copyBytes(at, tap, (columnEnd - columnFrom) * tapBytes);
      continue;
    }
    for (let column = columnFrom; column < columnEnd; column++) {
      if (isWhole) copyBytes(at, tap, tapBytes);
      else copyBits(at, bit & 7, tap, features);
      at += nextColumn;
      tap += tapBytes;
    }
    // The last copy may have reached into taps that lie outside; those inside are still to be copied.
    v128.store(tap, i32x4.splat(0));
  }
  v128.store(to + kernelWidth * integer(operands, KERNEL_HEIGHT) * tapBytes, i32x4.splat(0));
}

/** Copies whole vectors: up to 15 bytes more than asked for. */
// @ts-ignore: decorator
@inline
function copyBytes(from: usize, to: usize, bytes: i32): void {
  for (let i = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Copies bits that begin at bit `shift` of a byte to the beginning of one. */
function copyBits(from: usize, shift: i32, to: usize, bits: i32): void {
  for (; bits > 0; bits -= 8) {
    const present = bits < 8 ? (1 << bits) - 1 : 255;
    store<u8>(to, <u8>((<i32>load<u16>(from) >> shift) & present));
    from++;
    to++;
  }
}
