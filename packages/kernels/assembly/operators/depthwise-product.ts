import {
  COUNT_PLANES_BYTES,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  MOST_COUNTED_TAPS,
  OUT_FEATURES,
  PIXEL_BYTES,
  TAP_COUNTS,
  WEIGHTS,
} from "../../src/tape/convolution";
import { depthwiseRow } from "../choice";
import { PANEL_COLUMNS, SUMS } from "../sums";
import { countsBelow, storeCounts, storeLimits } from "../vector/count-planes";
import { roomOfPatch, StorePixel, storeSums } from "./convolution-pixel";
import { endPixel, firstPixel } from "./convolution-piece";
import { integer, offset } from "./operand";
import { gatherPatch } from "./patch";
import { setInWindows, storeReached } from "./reached";
import { THRESHOLDS } from "./sign-output";
import { ALL_INSIDE } from "./tap-range";

// Scratch: a patch; the range of its taps; then counts in planes, and limits in planes for each 128 channels.

/** One filter to a channel: the bits of a patch meet those of the weights in their place, counted across the taps. */
export function depthwiseProduct(operands: usize, scratch: usize, storePixel: StorePixel): void {
  const range = scratch + roomOfPatch(operands);
  for (let pixel = firstPixel; pixel < endPixel; pixel++) {
    const patch = gatherPatch(operands, pixel, 0, scratch, range);
    storeCountedPixel(operands, pixel, patch, range, storePixel);
  }
}

/** The same to signs: where every tap counts, counts are compared with limits in their bit planes. */
export function depthwiseSigns(operands: usize, scratch: usize): void {
  const taps = integer(operands, KERNEL_HEIGHT) * integer(operands, KERNEL_WIDTH);
  if (taps > MOST_COUNTED_TAPS) return depthwiseProduct(operands, scratch, storeReached);
  const range = scratch + roomOfPatch(operands);
  const limits = countsBehind(range) + COUNT_PLANES_BYTES;
  writeLimits(operands, taps, limits);
  for (let pixel = firstPixel; pixel < endPixel; pixel++) {
    const patch = gatherPatch(operands, pixel, 0, scratch, range);
    if (load<i32>(range) == ALL_INSIDE || offset(operands, TAP_COUNTS) == 0) {
      storeComparedPixel(operands, pixel, patch, taps, limits);
    } else {
      storeCountedPixel(operands, pixel, patch, range, storeReached);
    }
  }
}

/** Counts a patch and gives its sums to `storePixel`. */
function storeCountedPixel(
  operands: usize,
  pixel: i32,
  patch: usize,
  range: usize,
  storePixel: StorePixel,
): void {
  const outputs = integer(operands, OUT_FEATURES);
  const taps = integer(operands, KERNEL_HEIGHT) * integer(operands, KERNEL_WIDTH);
  const inside = load<i32>(range);
  for (let n = 0; n < outputs; n += 128) {
    count(operands, patch + (<usize>n >> 3), n, taps, countsBehind(range));
    for (let i = n; i < min(outputs, n + 128); i += PANEL_COLUMNS) {
      const sums = SUMS + (<usize>(i - n) << 2);
      storeSums(operands, pixel, inside, sums, i, min(outputs - i, PANEL_COLUMNS), storePixel);
    }
  }
}

/** Sums of 128 channels from n on, by so many taps as counts in planes can hold. */
function count(operands: usize, patch: usize, n: i32, taps: i32, counts: usize): void {
  const stride = integer(operands, PIXEL_BYTES);
  let w = offset(operands, WEIGHTS) + (<usize>n >> 3);
  let fresh = true;
  for (; taps > 0; taps -= MOST_COUNTED_TAPS) {
    depthwiseRow(patch, w, stride, min(taps, MOST_COUNTED_TAPS), counts);
    storeCounts(counts, taps > 15, SUMS, fresh);
    fresh = false;
    patch += stride * MOST_COUNTED_TAPS;
    w += stride * MOST_COUNTED_TAPS;
  }
}

/** Counts a patch and sets the bits of the channels whose counts are below their limits. */
function storeComparedPixel(operands: usize, pixel: i32, patch: usize, taps: i32, limits: usize): void {
  const outputs = integer(operands, OUT_FEATURES);
  const stride = integer(operands, PIXEL_BYTES);
  const weights = offset(operands, WEIGHTS);
  const counts = limits - COUNT_PLANES_BYTES;
  for (let n = 0; n < outputs; n += 128) {
    const channels = <usize>n >> 3;
    depthwiseRow(patch + channels, weights + channels, stride, taps, counts);
    const below = countsBelow(counts, limits);
    limits += COUNT_PLANES_BYTES;
    setInWindows(operands, pixel, n, PANEL_COLUMNS, i64x2.extract_lane(below, 0));
    setInWindows(operands, pixel, n + PANEL_COLUMNS, PANEL_COLUMNS, i64x2.extract_lane(below, 1));
  }
}

/**
 * The count from which on a channel's dot, taps − 2·count, is below its threshold: ⌊(taps − threshold)/2⌋ + 1, within
 * 0 … taps + 1, as planes; 0 behind the last channel.
 */
function writeLimits(operands: usize, taps: i32, limits: usize): void {
  const outputs = integer(operands, OUT_FEATURES);
  const thresholds = offset(operands, THRESHOLDS);
  memory.fill(limits, 0, ((outputs + 127) >> 7) * COUNT_PLANES_BYTES);
  for (let n = 0; n < outputs; n += 16) {
    const at = thresholds + (<usize>n << 2);
    const low = i16x8.narrow_i32x4_s(limitsOfFour(at, taps), limitsOfFour(at + 16, taps));
    const high = i16x8.narrow_i32x4_s(limitsOfFour(at + 32, taps), limitsOfFour(at + 48, taps));
    const present = i8x16.lt_s(
      i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      i8x16.splat(<i8>min(outputs - n, 16)),
    );
    const to = limits + <usize>((n >> 7) * COUNT_PLANES_BYTES + ((n & 127) >> 3));
    storeLimits(to, v128.and(i8x16.narrow_i16x8_u(low, high), present));
  }
}

// @ts-ignore: decorator
@inline
function limitsOfFour(thresholds: usize, taps: i32): v128 {
  const largest = i32x4.splat(taps + 1);
  const threshold = i32x4.max_s(i32x4.min_s(v128.load(thresholds), largest), i32x4.splat(-taps));
  return i32x4.add(i32x4.shr_s(i32x4.sub(i32x4.splat(taps), threshold), 1), i32x4.splat(1));
}

/** Where counts are kept: behind the range of taps, a vector on. */
// @ts-ignore: decorator
@inline
function countsBehind(range: usize): usize {
  return range + 16;
}
