// How many threads an operation is worth. Others wait for the slowest of them, so what is short stays on one.

import { LONG_INSTRUCTION } from "../src/tape/layout";
import * as opcode from "../src/tape/opcode";
import {
  PLANE_ACTIVATION_PLANES,
  PLANE_OUT_FEATURES,
  PLANE_ROWS,
  PLANE_WEIGHT_PLANES,
  PLANE_WORDS_PER_ROW,
} from "../src/tape/planes";
import { pixelUnits, windowsArePixels, windowUnits } from "./operators/convolution-piece";
import { cell, integer } from "./operators/operand";
import { planePanel } from "./operators/plane-gemm";
import { productUnits } from "./piece";
import {
  pooledOutputs,
  stepsOfAttention,
  stepsOfBitAttention,
  stepsOfConvolution,
  stepsOfPool,
} from "./steps";
import { PANEL_COLUMNS } from "./sums";

/** The least work of one thread in vector operations, of which a core does some six in a nanosecond. */
let stepsOfAThread: f64 = 0;
/** From here on an operation is long: it pays to wake threads for it, and to split it finer than there are threads. */
const STEPS_OF_LONG: f64 = 300000;

/**
 * Threads, up to `threads`, that the instruction is split between, 1 for what is short or cannot be split; plus
 * LONG_INSTRUCTION for a long one.
 */
export function threadsFor(code: i32, operands: usize, threads: i32): i32 {
  switch (code) {
    case opcode.BGEMM:
    case opcode.BGEMM_INT32:
    case opcode.BGEMM_INT8:
    case opcode.BGEMM_SIGN:
      return ofProduct(operands, 2, <f64>integer(operands, 5), PANEL_COLUMNS, threads);
    case opcode.SIGN_WEIGHT_GEMM:
      return ofProduct(operands, 2, <f64>integer(operands, 4), PANEL_COLUMNS, threads);
    case opcode.GEMM_FLOAT32:
      return ofProduct(operands, 2, <f64>integer(operands, 4) * 0.5, PANEL_COLUMNS, threads);
    case opcode.SET_BIT_GEMM:
      return ofProduct(operands, 2, <f64>integer(operands, 4) * 0.125, PANEL_COLUMNS, threads);
    case opcode.GEMM_INT8:
      return ofProduct(operands, 4, <f64>integer(operands, 6) * 0.25, PANEL_COLUMNS, threads);
    case opcode.TABLE_GEMM_INT32:
    case opcode.TABLE_GEMM:
      return ofProduct(operands, 2, ofTables(operands, 2), PANEL_COLUMNS, threads);
    case opcode.TABLE_GEMM_FLOAT32:
      return ofProduct(operands, 2, ofTables(operands, 4), PANEL_COLUMNS, threads);
    case opcode.PLANE_GEMM_INT32:
    case opcode.PLANE_GEMM:
      return ofPlanes(operands, threads);
    case opcode.ATTENTION:
      return ofAttention(operands, threads);
    case opcode.BIT_ATTENTION:
      return ofBitAttention(operands, threads);
    case opcode.BCONV2D:
    case opcode.BCONV2D_INT32:
    case opcode.BCONV2D_INT8:
      return limit(stepsOfConvolution(operands), pixelUnits(operands), threads);
    case opcode.BCONV2D_SIGN:
      return ofConvolvedSigns(operands, threads);
    case opcode.BMAX_POOL2D:
      return limit(stepsOfPool(operands), pooledOutputs(operands), threads);
    default:
      return ofRows(code, operands, threads);
  }
}

/** A product whose rows, outFeatures follow each other at operand `at`; `steps` for each output. */
function ofProduct(operands: usize, at: usize, steps: f64, panel: i32, threads: i32): i32 {
  const rows = cell(operands, at);
  const columns = integer(operands, at + 1);
  const total = <f64>rows * <f64>columns * steps;
  return limit(total, productUnits(rows, columns, panel), threads);
}

function ofTables(operands: usize, stepsOfBlock: f64): f64 {
  return <f64>integer(operands, 4) * <f64>integer(operands, 5) * stepsOfBlock;
}

function ofPlanes(operands: usize, threads: i32): i32 {
  const pairs = integer(operands, PLANE_ACTIVATION_PLANES) * integer(operands, PLANE_WEIGHT_PLANES);
  const steps = <f64>pairs * <f64>integer(operands, PLANE_WORDS_PER_ROW) * 2;
  const panel = planePanel(integer(operands, PLANE_WEIGHT_PLANES));
  return ofProduct(operands, PLANE_ROWS, steps, panel, threads);
}

function ofAttention(operands: usize, threads: i32): i32 {
  const rows = cell(operands, 4);
  return rows < 2 ? 1 : limit(stepsOfAttention(operands), rows, threads);
}

function ofBitAttention(operands: usize, threads: i32): i32 {
  const rows = cell(operands, 5);
  return rows < 2 ? 1 : limit(stepsOfBitAttention(operands), rows, threads);
}

function ofConvolvedSigns(operands: usize, threads: i32): i32 {
  const units = windowsArePixels(operands) ? pixelUnits(operands) : windowUnits(operands);
  return limit(stepsOfConvolution(operands), units, threads);
}

/** Rows that do not touch each other; `steps` for each feature. */
function ofRows(code: i32, operands: usize, threads: i32): i32 {
  switch (code) {
    case opcode.EMBED_INT8:
      return rowsOf(operands, 6, <f64>integer(operands, 7) * 0.5, threads);
    case opcode.EMBED_FLOAT32:
      return rowsOf(operands, 5, <f64>integer(operands, 6) * 0.5, threads);
    case opcode.SIGN_PACK_TOKEN_MAXIMUM:
    case opcode.TABULATE_INT8:
      return rowsOf(operands, 1, <f64>integer(operands, 2), threads);
    case opcode.SIGN_PACK_SHIFT:
      return rowsOf(operands, 2, <f64>integer(operands, 3), threads);
    case opcode.LAYER_NORM:
    case opcode.BINARIZE:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * <f64>integer(operands, 3), threads);
    case opcode.LAYER_NORM_SIGN_PACK_TOKEN_MAXIMUM:
    case opcode.LAYER_NORM_SIGN_PACK_SHIFT:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * <f64>integer(operands, 3) * 3.5, threads);
    case opcode.SIGN_PACK_INT8:
      return rowsOf(operands, 2, <f64>integer(operands, 3) * 0.15, threads);
    case opcode.RELU:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * 0.5, threads);
    case opcode.ADD:
      return rowsOf(operands, 2, <f64>integer(operands, 3) * 0.5, threads);
    case opcode.QUANTIZE_INT8:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * 2, threads);
    case opcode.TABULATE_FLOAT32:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * 16, threads);
    case opcode.LOG_SOFTMAX_TOP_K:
      return rowsOf(operands, 1, <f64>integer(operands, 2) * 4, threads);
    default:
      return 1;
  }
}

function rowsOf(operands: usize, at: usize, steps: f64, threads: i32): i32 {
  const rows = cell(operands, at);
  return limit(<f64>rows * steps, rows, threads);
}

export function setStepsOfAThread(steps: i32): void {
  stepsOfAThread = steps;
}

function limit(steps: f64, units: i32, threads: i32): i32 {
  const worth = <i32>min<f64>(steps / stepsOfAThread, <f64>threads);
  const sharing = min(worth, units);
  if (sharing < 2) return 1;
  return steps >= STEPS_OF_LONG ? sharing + LONG_INSTRUCTION : sharing;
}
