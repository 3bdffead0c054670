import {
  HEADER_WORDS,
  SCRATCH,
  SCRATCH_BYTES,
  STATUS_INSTRUCTION,
  STATUS_UNKNOWN_OPCODE,
} from "../src/tape/layout";
import * as opcode from "../src/tape/opcode";
import { attention } from "./operators/attention";
import { writePairTables } from "./look-up/pair-table";
import { bconv2d, bconv2dInt32, bconv2dInt8, bconv2dSign } from "./operators/bconv2d";
import { bgemm, bgemmInt32, bgemmInt8, bgemmSign } from "./operators/bgemm";
import { binarize } from "./operators/binarize";
import { bitAttention } from "./operators/bit-attention";
import { copyRows } from "./operators/copy-rows";
import { add, relu } from "./operators/elementwise";
import { embedFloat32, embedInt8 } from "./operators/embed";
import { gemmFloat32 } from "./operators/gemm-float32";
import { gemmInt8 } from "./operators/gemm-int8";
import { layerNorm } from "./operators/layer-norm";
import {
  layerNormSignPackShift,
  layerNormSignPackTokenMaximum,
} from "./operators/layer-norm-sign-pack";
import { logSoftmaxTopK } from "./operators/log-softmax-top-k";
import { bmaxPool2d } from "./operators/max-pool-2d";
import { planeGemm, planeGemmInt32 } from "./operators/plane-gemm";
import { quantizeInt8 } from "./operators/quantize-int8";
import { setBitGemm } from "./operators/set-bit-gemm";
import { signPackShift, signPackTokenMaximum } from "./operators/sign-pack";
import { signPackInt8 } from "./operators/sign-pack-int8";
import { signWeightGemm } from "./operators/sign-weight-gemm";
import { stop } from "./operators/status";
import { tableGemm, tableGemmFloat32, tableGemmInt32 } from "./operators/table-gemm";
import { tabulateFloat32 } from "./operators/tabulate-float32";
import { tabulateInt8 } from "./operators/tabulate-int8";
import { takePiece } from "./piece";
import { setStepsOfAThread, threadsFor } from "./split";
import { headerOf, mergeStops, noteStop, useThread } from "./thread-block";

// Runs once, when the module is instantiated.
writePairTables();

let threads: i32 = 1;

/**
 * Makes this instance thread `index` of `count` over the same memory, of which each is to get at least so many vector
 * operations. Called once, before anything runs.
 */
export function enlist(index: i32, count: i32, stepsOfAThread: i32): void {
  threads = count;
  setStepsOfAThread(stepsOfAThread);
  useThread(index);
}

/**
 * Runs the tape from its header to `end`. Returns 0, or the status that is also in the header; or, of several threads,
 * −n at an instruction that n of them are to share, −(n + LONG_INSTRUCTION) at a long one: its pieces are run by
 * `runPiece`, then `resume` goes on.
 */
export function run(tape: usize, end: usize): i32 {
  if (threads > 1) mergeStops(tape, threads); // of a tape that a failing thread broke off
  return proceed(tape, tape + (HEADER_WORDS << 2), end);
}

/** Goes on behind the instruction whose pieces have all been run; returns what `run` does. */
export function resume(tape: usize, end: usize): i32 {
  const status = mergeStops(tape, threads);
  if (status != 0) return status;
  const at = tape + load<u32>(tape + (STATUS_INSTRUCTION << 2));
  return proceed(tape, at + (load<u32>(at) >> 16 << 2), end);
}

/** Runs a piece of the instruction at which `run` or `resume` has returned, in the scratch memory of thread `index`. */
export function runPiece(tape: usize, index: i32, piece: i32, pieces: i32): void {
  const at = tape + load<u32>(tape + (STATUS_INSTRUCTION << 2));
  const scratch = load<u32>(tape + (SCRATCH << 2)) + index * load<u32>(tape + (SCRATCH_BYTES << 2));
  takePiece(piece, pieces);
  const status = execute(load<u16>(at), at + 4, scratch, headerOf(index));
  takePiece(0, 1);
  if (status != 0) noteStop(index);
}

function proceed(tape: usize, at: usize, end: usize): i32 {
  const scratch = load<u32>(tape + (SCRATCH << 2));
  while (at < end) {
    const word = load<u32>(at);
    if (threads > 1) {
      const sharing = threadsFor(word & 0xffff, at + 4, threads);
      if (sharing > 1) {
        store<u32>(tape + (STATUS_INSTRUCTION << 2), at - tape);
        return -sharing;
      }
    }
    const status = execute(word & 0xffff, at + 4, scratch, tape);
    if (status != 0) {
      store<u32>(tape + (STATUS_INSTRUCTION << 2), at - tape);
      return status;
    }
    at += (word >> 16) << 2;
  }
  return 0;
}

function execute(code: i32, operands: usize, scratch: usize, header: usize): i32 {
  switch (code) {
    case opcode.EMBED_INT8:
      embedInt8(operands);
      return 0;
    case opcode.EMBED_FLOAT32:
      embedFloat32(operands);
      return 0;
    case opcode.SIGN_PACK_TOKEN_MAXIMUM:
      signPackTokenMaximum(operands);
      return 0;
    case opcode.SIGN_PACK_SHIFT:
      signPackShift(operands);
      return 0;
    case opcode.BGEMM:
      bgemm(operands, scratch);
      return 0;
    case opcode.BGEMM_INT32:
      bgemmInt32(operands, scratch);
      return 0;
    case opcode.BGEMM_INT8:
      bgemmInt8(operands, scratch);
      return 0;
    case opcode.BGEMM_SIGN:
      bgemmSign(operands, scratch);
      return 0;
    case opcode.SIGN_WEIGHT_GEMM:
      signWeightGemm(operands);
      return 0;
    case opcode.GEMM_FLOAT32:
      gemmFloat32(operands);
      return 0;
    case opcode.LAYER_NORM:
      layerNorm(operands);
      return 0;
    case opcode.RELU:
      relu(operands);
      return 0;
    case opcode.ADD:
      add(operands);
      return 0;
    case opcode.ATTENTION:
      return attention(operands, scratch, header);
    case opcode.QUANTIZE_INT8:
      quantizeInt8(operands);
      return 0;
    case opcode.GEMM_INT8:
      gemmInt8(operands, scratch);
      return 0;
    case opcode.LOG_SOFTMAX_TOP_K:
      return logSoftmaxTopK(operands, header);
    case opcode.COPY_ROWS:
      copyRows(operands);
      return 0;
    case opcode.BINARIZE:
      binarize(operands);
      return 0;
    case opcode.TABULATE_INT8:
      tabulateInt8(operands);
      return 0;
    case opcode.TABLE_GEMM_INT32:
      tableGemmInt32(operands);
      return 0;
    case opcode.TABLE_GEMM:
      tableGemm(operands);
      return 0;
    case opcode.TABULATE_FLOAT32:
      tabulateFloat32(operands);
      return 0;
    case opcode.TABLE_GEMM_FLOAT32:
      tableGemmFloat32(operands);
      return 0;
    case opcode.PLANE_GEMM_INT32:
      planeGemmInt32(operands);
      return 0;
    case opcode.PLANE_GEMM:
      planeGemm(operands);
      return 0;
    case opcode.SET_BIT_GEMM:
      setBitGemm(operands, scratch);
      return 0;
    case opcode.BCONV2D:
      bconv2d(operands, scratch);
      return 0;
    case opcode.BCONV2D_INT32:
      bconv2dInt32(operands, scratch);
      return 0;
    case opcode.BCONV2D_INT8:
      bconv2dInt8(operands, scratch);
      return 0;
    case opcode.BCONV2D_SIGN:
      bconv2dSign(operands, scratch);
      return 0;
    case opcode.BMAX_POOL2D:
      bmaxPool2d(operands);
      return 0;
    case opcode.SIGN_PACK_INT8:
      signPackInt8(operands);
      return 0;
    case opcode.LAYER_NORM_SIGN_PACK_TOKEN_MAXIMUM:
      layerNormSignPackTokenMaximum(operands);
      return 0;
    case opcode.LAYER_NORM_SIGN_PACK_SHIFT:
      layerNormSignPackShift(operands);
      return 0;
    case opcode.COPY_BIT_ROWS:
      copyRows(operands);
      return 0;
    case opcode.BIT_ATTENTION:
      return bitAttention(operands, scratch, header);
    default:
      return stop(header, STATUS_UNKNOWN_OPCODE, 0);
  }
}
