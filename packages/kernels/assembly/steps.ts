// The work of operations whose outputs do not all cost alike, in vector operations.

import {
  GROUPS,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_FEATURES,
  PAIRS,
  PATCH_BYTES,
  PIXEL_BYTES,
} from "../src/tape/convolution";
import { KEEP_ALL } from "../src/tape/layout";
import { outputPixels } from "./operators/convolution-pixel";
import { cell, integer, offset } from "./operators/operand";

/** Of a depthwise tap of 128 channels: to gather it, and to count it; as all of these, what its time amounts to. */
const STEPS_OF_TAP: f64 = 24;
/** Of a key of one head, besides its features: scores and weights are computed one by one. */
const STEPS_OF_KEY: f64 = 8;

export function stepsOfConvolution(operands: usize): f64 {
  const pixels = <f64>outputPixels(operands);
  const outputs = integer(operands, OUT_FEATURES);
  if (integer(operands, PAIRS) == 0) {
    const taps = <f64>integer(operands, KERNEL_HEIGHT) * <f64>integer(operands, KERNEL_WIDTH);
    return pixels * (taps * <f64>(integer(operands, PIXEL_BYTES) >> 4) * STEPS_OF_TAP + <f64>outputs);
  }
  const groups = integer(operands, GROUPS);
  const columns = groups * ((outputs / groups + 15) & ~15);
  return pixels * <f64>columns * <f64>(integer(operands, PATCH_BYTES) >> 2);
}

/** Of a window, and of each vector of its pixels. */
export function stepsOfPool(operands: usize): f64 {
  const window = <f64>integer(operands, 6) * <f64>integer(operands, 7);
  const vectors = <f64>(integer(operands, 4) >> 4);
  return <f64>pooledOutputs(operands) * (window * vectors + 9) * 4;
}

export function pooledOutputs(operands: usize): i32 {
  return cell(operands, 1) * integer(operands, 12) * integer(operands, 13);
}

/** By the keys that the rows really have. */
export function stepsOfAttention(operands: usize): f64 {
  const features = <f64>integer(operands, 5) * <f64>integer(operands, 6);
  return keysOf(offset(operands, 8), cell(operands, 4)) * features;
}

/** By the keys that the rows really have; those of a head are added as floats, or as bits where each is kept or not. */
export function stepsOfBitAttention(operands: usize): f64 {
  const length = <f64>integer(operands, 7);
  const steps = integer(operands, 17) == KEEP_ALL ? length : length * 0.25;
  const keys = keysOf(offset(operands, 9), cell(operands, 5));
  return keys * <f64>integer(operands, 6) * (steps + STEPS_OF_KEY);
}

function keysOf(counts: usize, rows: i32): f64 {
  let keys: f64 = 0;
  for (let row = 0; row < rows; row++) keys += load<i32>(counts + (<usize>row << 2));
  return keys;
}
