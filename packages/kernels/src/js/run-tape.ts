import {
  HEADER_WORDS,
  SCRATCH,
  STATUS,
  STATUS_INSTRUCTION,
  STATUS_ROW,
  STATUS_UNKNOWN_OPCODE,
} from "../tape/layout.ts";
import * as opcode from "../tape/opcode.ts";
import { attention } from "./attention.ts";
import {
  bconv2d_1x1__js,
  bconv2dInt8_1x1__js,
  bconv2dInt32_1x1__js,
  bconv2dSign_1x1__js,
} from "./bconv2d.ts";
import {
  bgemm_1x1__js,
  bgemmInt8_1x1__js,
  bgemmInt32_1x1__js,
  bgemmSign_1x1__js,
} from "./bgemm.ts";
import { binarize } from "./binarize.ts";
import { bitAttention } from "./bit-attention.ts";
import { copyRows } from "./copy-rows.ts";
import { add, relu } from "./elementwise.ts";
import { embedFloat32, embedInt8 } from "./embed.ts";
import { gemmFloat32_1x1__js } from "./gemm-float32.ts";
import { gemmInt8_1x1__js } from "./gemm-int8.ts";
import { layerNorm } from "./layer-norm.ts";
import { layerNormSignPackShift, layerNormSignPackTokenMaximum } from "./layer-norm-sign-pack.ts";
import { logSoftmaxTopK } from "./log-softmax-top-k.ts";
import { type Outcome, stopped } from "./outcome.ts";
import { planeGemm_1x1__js, planeGemmInt32_1x1__js } from "./plane-gemm.ts";
import { bmaxPool2d_1x1__js } from "./pool.ts";
import { quantizeInt8 } from "./quantize-int8.ts";
import { setBitGemm_1x1__js } from "./set-bit-gemm.ts";
import { signPackInt8, signPackShift, signPackTokenMaximum } from "./sign-pack.ts";
import { signWeightGemm_1x1__js } from "./sign-weight-gemm.ts";
import { tableGemm_1x1__js, tableGemmInt32_1x1__js, tabulateInt8_1x1__js } from "./table-gemm.ts";
import { tableGemmFloat32_1x1__js, tabulateFloat32_1x1__js } from "./table-gemm-float32.ts";
import { Operands, words } from "./words.ts";

/** Runs a tape, header at byte `tape`, instructions up to byte `end`, as the WebAssembly module does. */
export function runTape(buffer: ArrayBuffer, tape: number, end: number): number {
  const operands = new Operands(words(buffer));
  const { int32 } = operands.words;
  const header = tape >>> 2;
  const scratch = int32[header + SCRATCH] >>> 2;
  let at = header + HEADER_WORDS;
  while (at < end >>> 2) {
    operands.moveTo(at + 1);
    const outcome = execute(int32[at] & 0xffff, operands, scratch);
    if (outcome !== undefined) {
      int32[header + STATUS] = outcome.status;
      int32[header + STATUS_ROW] = outcome.row;
      int32[header + STATUS_INSTRUCTION] = 4 * (at - header);
      return outcome.status;
    }
    at += int32[at] >>> 16;
  }
  return 0;
}

function execute(code: number, o: Operands, scratch: number): Outcome {
  switch (code) {
    case opcode.ATTENTION:
      return attention(o, scratch);
    case opcode.BIT_ATTENTION:
      return bitAttention(o, scratch);
    case opcode.LOG_SOFTMAX_TOP_K:
      return logSoftmaxTopK(o);
    default: {
      const operation = operations.get(code);
      if (operation === undefined) return stopped(STATUS_UNKNOWN_OPCODE, 0);
      operation(o);
      return undefined;
    }
  }
}

const operations: ReadonlyMap<number, (o: Operands) => void> = new Map([
  [opcode.EMBED_INT8, embedInt8],
  [opcode.EMBED_FLOAT32, embedFloat32],
  [opcode.SIGN_PACK_TOKEN_MAXIMUM, signPackTokenMaximum],
  [opcode.SIGN_PACK_SHIFT, signPackShift],
  [opcode.BGEMM, bgemm_1x1__js],
  [opcode.BGEMM_INT32, bgemmInt32_1x1__js],
  [opcode.BGEMM_INT8, bgemmInt8_1x1__js],
  [opcode.BGEMM_SIGN, bgemmSign_1x1__js],
  [opcode.SIGN_WEIGHT_GEMM, signWeightGemm_1x1__js],
  [opcode.GEMM_FLOAT32, gemmFloat32_1x1__js],
  [opcode.LAYER_NORM, layerNorm],
  [opcode.RELU, relu],
  [opcode.ADD, add],
  [opcode.QUANTIZE_INT8, quantizeInt8],
  [opcode.GEMM_INT8, gemmInt8_1x1__js],
  [opcode.COPY_ROWS, copyRows],
  [opcode.BINARIZE, binarize],
  [opcode.TABULATE_INT8, tabulateInt8_1x1__js],
  [opcode.TABLE_GEMM_INT32, tableGemmInt32_1x1__js],
  [opcode.TABLE_GEMM, tableGemm_1x1__js],
  [opcode.TABULATE_FLOAT32, tabulateFloat32_1x1__js],
  [opcode.TABLE_GEMM_FLOAT32, tableGemmFloat32_1x1__js],
  [opcode.PLANE_GEMM_INT32, planeGemmInt32_1x1__js],
  [opcode.PLANE_GEMM, planeGemm_1x1__js],
  [opcode.SET_BIT_GEMM, setBitGemm_1x1__js],
  [opcode.BCONV2D, bconv2d_1x1__js],
  [opcode.BCONV2D_INT32, bconv2dInt32_1x1__js],
  [opcode.BCONV2D_INT8, bconv2dInt8_1x1__js],
  [opcode.BCONV2D_SIGN, bconv2dSign_1x1__js],
  [opcode.BMAX_POOL2D, bmaxPool2d_1x1__js],
  [opcode.SIGN_PACK_INT8, signPackInt8],
  [opcode.LAYER_NORM_SIGN_PACK_TOKEN_MAXIMUM, layerNormSignPackTokenMaximum],
  [opcode.LAYER_NORM_SIGN_PACK_SHIFT, layerNormSignPackShift],
  [opcode.COPY_BIT_ROWS, copyRows],
]);
