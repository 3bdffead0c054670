import { OUT_FEATURES, OUTPUT, PAIRS } from "../../src/tape/convolution";
import { storeLanes } from "../vector/lanes";
import {
  cutPixels,
  cutWindows,
  endLine,
  endPixel,
  firstLine,
  firstPixel,
  windowsArePixels,
} from "./convolution-piece";
import { convolutionProduct } from "./convolution-product";
import { depthwiseSigns } from "./depthwise-product";
import { integer, offset } from "./operand";
import {
  activationOf,
  biasOf,
  columnScalesOf,
  outOf,
  scaled,
  scaleOfRow,
  storeCodes,
} from "./output";
import { storeReached } from "./reached";
import { FLIPS, OUT, POOLED_WIDTH } from "./sign-output";

// Operands of all: those of src/tape/convolution.ts, then those of the output.

/** …, pixelScales, columnScales, bias, slopes, activation, out */
export function bconv2d(operands: usize, scratch: usize): void {
  cutPixels(operands);
  convolutionProduct(operands, scratch, storeScaled);
}

/** …, out */
export function bconv2dInt32(operands: usize, scratch: usize): void {
  cutPixels(operands);
  convolutionProduct(operands, scratch, storeInt32);
}

/** …, pixelScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function bconv2dInt8(operands: usize, scratch: usize): void {
  cutPixels(operands);
  convolutionProduct(operands, scratch, storeInt8);
}

/** …, thresholds, flips, the eight words of the pool's window, out */
export function bconv2dSign(operands: usize, scratch: usize): void {
  const isPooled = !windowsArePixels(operands);
  if (isPooled) cutWindows(operands);
  else cutPixels(operands);
  const first = isPooled ? firstLine * integer(operands, POOLED_WIDTH) : firstPixel;
  const end = isPooled ? endLine * integer(operands, POOLED_WIDTH) : endPixel;
  const flips = offset(operands, FLIPS);
  const bytesPerPixel = ((integer(operands, OUT_FEATURES) + 127) >> 7) << 4;
  const out = offset(operands, OUT) + <usize>(first * bytesPerPixel);
  memory.fill(out, 0, (end - first) * bytesPerPixel);
  if (integer(operands, PAIRS) == 0) depthwiseSigns(operands, scratch);
  else convolutionProduct(operands, scratch, storeReached);
  let to = out;
  for (let pixel = first; pixel < end; pixel++) {
    for (let i = 0; i < bytesPerPixel; i += 16) {
      v128.store(to, v128.xor(v128.load(to), v128.load(flips + i)));
      to += 16;
    }
  }
}

/** length − 2·popcount of four channels. */
// @ts-ignore: decorator
@inline
function dots(length: i32, popcounts: usize): v128 {
  return i32x4.sub(i32x4.splat(length), i32x4.shl(v128.load(popcounts), 1));
}

function storeScaled(pixel: i32, length: i32, sums: usize, n: i32, columns: i32, operands: usize): void {
  const output = operands + (<usize>OUTPUT << 2);
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const pixelScale = scaleOfRow(output, pixel);
  const to = outOf(output) + (<usize>(pixel * integer(operands, OUT_FEATURES)) << 2);
  for (let i = 0; i < columns; i += 4) {
    const at = <usize>(n + i) << 2;
    const dot = f32x4.convert_i32x4_s(dots(length, sums + (<usize>i << 2)));
    const y = scaled(dot, pixelScale, columnScales, bias, activation, output, at);
    storeLanes(to + at, y, columns - i);
  }
}

/** The scaled outputs as digits of a step. */
function storeInt8(pixel: i32, length: i32, sums: usize, n: i32, columns: i32, operands: usize): void {
  const output = operands + (<usize>OUTPUT << 2);
  const columnScales = columnScalesOf(output);
  const bias = biasOf(output);
  const activation = activationOf(output);
  const pixelScale = scaleOfRow(output, pixel);
  const to = outOf(output) + <usize>(pixel * integer(operands, OUT_FEATURES) + n);
  for (let i = 0; i < columns; i += 4) {
    const dot = f32x4.convert_i32x4_s(dots(length, sums + (<usize>i << 2)));
    const y = scaled(dot, pixelScale, columnScales, bias, activation, output, <usize>(n + i) << 2);
    storeCodes(output, to + i, y, columns - i);
  }
}

function storeInt32(pixel: i32, length: i32, sums: usize, n: i32, columns: i32, operands: usize): void {
  const to = offset(operands, OUTPUT) + (<usize>(pixel * integer(operands, OUT_FEATURES) + n) << 2);
  for (let i = 0; i < columns; i += 4) {
    const at = <usize>i << 2;
    storeLanes(to + at, dots(length, sums + at), columns - i);
  }
}
