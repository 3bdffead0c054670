// Which pixels of a convolution this thread computes: all, unless it was split. A piece has all channels of its pixels,
// since signs of several groups may share a byte.

import { IMAGES, OUT_HEIGHT, OUT_WIDTH } from "../../src/tape/convolution";
import { cut, endUnit, firstUnit } from "../piece";
import { outputPixels } from "./convolution-pixel";
import { cell, integer } from "./operand";
import {
  POOLED_HEIGHT,
  POOLED_WIDTH,
  WINDOW_HEIGHT,
  WINDOW_PAD_TOP,
  WINDOW_STRIDE_X,
  WINDOW_STRIDE_Y,
  WINDOW_WIDTH,
} from "./sign-output";

/** What has been found: the first of the pixels that belong to this piece, and the first behind them. */
export let firstPixel: i32 = 0;
export let endPixel: i32 = 0;

/** What `cutWindows` has found besides: lines of windows, of all images one behind the other. */
export let firstLine: i32 = 0;
export let endLine: i32 = 0;

/** Finds the output pixels that belong to this piece; pairs stay together. */
export function cutPixels(operands: usize): void {
  const pixels = outputPixels(operands);
  cut((pixels + 1) >> 1);
  firstPixel = firstUnit << 1;
  endPixel = min(pixels, endUnit << 1);
}

/** Whether each pixel is a window of its own. */
export function windowsArePixels(operands: usize): bool {
  return (
    integer(operands, WINDOW_HEIGHT) * integer(operands, WINDOW_WIDTH) == 1 &&
    integer(operands, WINDOW_STRIDE_Y) * integer(operands, WINDOW_STRIDE_X) == 1
  );
}

/** Windows of all images: the pixels of what the pool gives. */
export function pooledPixels(operands: usize): i32 {
  return lines(operands) * integer(operands, POOLED_WIDTH);
}

/**
 * Finds the lines of windows that belong to this piece, and the pixels that these cover. Where windows overlap, the next
 * piece computes some of the pixels again: each sets bits of its own windows only.
 */
export function cutWindows(operands: usize): void {
  cut(lines(operands));
  firstLine = firstUnit;
  endLine = endUnit;
  firstPixel = 0;
  endPixel = 0;
  if (firstLine == endLine) return;
  firstPixel = rowOfLine(operands, firstLine, 0) * integer(operands, OUT_WIDTH);
  endPixel = rowOfLine(operands, endLine - 1, integer(operands, WINDOW_HEIGHT)) * integer(operands, OUT_WIDTH);
}

function lines(operands: usize): i32 {
  return cell(operands, IMAGES) * integer(operands, POOLED_HEIGHT);
}

/** The row, of all images one behind the other, that is `below` rows below the top of a line of windows. */
function rowOfLine(operands: usize, line: i32, below: i32): i32 {
  const image = line / integer(operands, POOLED_HEIGHT);
  const top =
    (line - image * integer(operands, POOLED_HEIGHT)) * integer(operands, WINDOW_STRIDE_Y) -
    integer(operands, WINDOW_PAD_TOP);
  const height = integer(operands, OUT_HEIGHT);
  return image * height + max(0, min(height, top + below));
}
