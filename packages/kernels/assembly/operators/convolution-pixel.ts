import {
  IMAGES,
  OUT_HEIGHT,
  OUT_WIDTH,
  PATCH_BYTES,
  PATCH_SLACK_BYTES,
} from "../../src/tape/convolution";
import { cell, integer } from "./operand";
import { lengthOf, subtractOutside } from "./tap-counts";

/** Stores up to 64 channels of an output pixel, from n on: `dot = length − 2·sums`. `operands` is the instruction's. */
export type StorePixel = (
  pixel: i32,
  length: i32,
  sums: usize,
  n: i32,
  columns: i32,
  operands: usize,
) => void;

/** Output pixels of all images. */
export function outputPixels(operands: usize): i32 {
  return cell(operands, IMAGES) * integer(operands, OUT_HEIGHT) * integer(operands, OUT_WIDTH);
}

/** Bytes of a patch in scratch memory. */
// @ts-ignore: decorator
@inline
export function roomOfPatch(operands: usize): usize {
  return ((integer(operands, PATCH_BYTES) + 15) & ~15) + PATCH_SLACK_BYTES;
}

/** Gives popcounts of a pixel whose taps inside the map are `range` to `storePixel`. */
// @ts-ignore: decorator
@inline
export function storeSums(
  operands: usize,
  pixel: i32,
  range: i32,
  sums: usize,
  n: i32,
  columns: i32,
  storePixel: StorePixel,
): void {
  subtractOutside(operands, range, n, columns, sums);
  storePixel(pixel, lengthOf(operands, range), sums, n, columns, operands);
}
