// Generated from src/tape/operations and assembly/operators by `pnpm generate:wasm`. Do not edit.

import { STATUS_UNKNOWN_OPCODE } from "../src/tape/layout";
import { activation } from "./operators/activation";
import { affine } from "./operators/affine";
import { attention } from "./operators/attention";
import { bconv2d, bconv2dInt32, bconv2dInt8, bconv2dSign } from "./operators/bconv2d";
import { bgemm, bgemmInt32, bgemmInt8, bgemmSign } from "./operators/bgemm";
import { binarize } from "./operators/binarize";
import { bitAttention } from "./operators/bit-attention";
import { bleach } from "./operators/bleach";
import { copyColumns } from "./operators/copy-columns";
import { copyRows, copyBitRows } from "./operators/copy-rows";
import { relu, add } from "./operators/elementwise";
import { embedInt8, embedFloat32 } from "./operators/embed";
import { gates } from "./operators/gates";
import { gemmFloat32 } from "./operators/gemm-float32";
import { gemmInt8, gemmInt8Int32, gemmInt8Int8, gemmInt8Sign } from "./operators/gemm-int8";
import { groupSum } from "./operators/group-sum";
import { joinSlices } from "./operators/join-slices";
import { layerNormSignPackTokenMaximum, layerNormSignPackShift } from "./operators/layer-norm-sign-pack";
import { layerNorm } from "./operators/layer-norm";
import { logSoftmaxTopK } from "./operators/log-softmax-top-k";
import { lookUp } from "./operators/look-up";
import { maxPool2d, meanPool2d } from "./operators/map-pool";
import { bmaxPool2d } from "./operators/max-pool-2d";
import { multiply } from "./operators/multiply";
import { patches } from "./operators/patches";
import { planeGemmInt32, planeGemm, planeGemmInt8, planeGemmSign } from "./operators/plane-gemm";
import { quantizeInt8 } from "./operators/quantize-int8";
import { rotate } from "./operators/rotate";
import { round } from "./operators/round";
import { setBitGemm, setBitGemmInt8, setBitGemmSign } from "./operators/set-bit-gemm";
import { signPackInt8 } from "./operators/sign-pack-int8";
import { signPackTokenMaximum, signPackShift } from "./operators/sign-pack";
import { signWeightGemm } from "./operators/sign-weight-gemm";
import { sliceBits } from "./operators/slice-bits";
import { sliceThermometer } from "./operators/slice-thermometer";
import { sparseGemm } from "./operators/sparse-gemm";
import { tableGemmInt32, tableGemm, tableGemmFloat32, tableGemmInt8, tableGemmSign } from "./operators/table-gemm";
import { tabulateFloat32 } from "./operators/tabulate-float32";
import { tabulateInt8 } from "./operators/tabulate-int8";
import { threshold } from "./operators/threshold";
import { truthTables } from "./operators/truth-tables";
import { stop } from "./operators/status";

/** Runs one instruction; returns 0, or the status with which it stopped. */
export function execute(code: i32, operands: usize, scratch: usize, header: usize): i32 {
  switch (code) {
    case 1:
      embedInt8(operands);
      return 0;
    case 2:
      embedFloat32(operands);
      return 0;
    case 3:
      signPackTokenMaximum(operands);
      return 0;
    case 4:
      signPackShift(operands);
      return 0;
    case 5:
      bgemm(operands, scratch);
      return 0;
    case 6:
      bgemmInt32(operands, scratch);
      return 0;
    case 7:
      signWeightGemm(operands);
      return 0;
    case 8:
      gemmFloat32(operands);
      return 0;
    case 9:
      layerNorm(operands);
      return 0;
    case 10:
      relu(operands);
      return 0;
    case 11:
      add(operands);
      return 0;
    case 12:
      return attention(operands, scratch, header);
    case 13:
      quantizeInt8(operands);
      return 0;
    case 14:
      gemmInt8(operands, scratch);
      return 0;
    case 15:
      return logSoftmaxTopK(operands, header);
    case 16:
      copyRows(operands);
      return 0;
    case 17:
      binarize(operands);
      return 0;
    case 18:
      bgemmInt8(operands, scratch);
      return 0;
    case 19:
      bgemmSign(operands, scratch);
      return 0;
    case 20:
      gemmInt8Int32(operands, scratch);
      return 0;
    case 21:
      gemmInt8Int8(operands, scratch);
      return 0;
    case 22:
      gemmInt8Sign(operands, scratch);
      return 0;
    case 32:
      tabulateInt8(operands);
      return 0;
    case 33:
      tableGemmInt32(operands);
      return 0;
    case 34:
      tableGemm(operands);
      return 0;
    case 35:
      tabulateFloat32(operands);
      return 0;
    case 36:
      tableGemmFloat32(operands);
      return 0;
    case 37:
      planeGemmInt32(operands);
      return 0;
    case 38:
      planeGemm(operands);
      return 0;
    case 39:
      setBitGemm(operands, scratch);
      return 0;
    case 40:
      tableGemmInt8(operands);
      return 0;
    case 41:
      tableGemmSign(operands);
      return 0;
    case 42:
      planeGemmInt8(operands);
      return 0;
    case 43:
      planeGemmSign(operands);
      return 0;
    case 44:
      setBitGemmInt8(operands, scratch);
      return 0;
    case 45:
      setBitGemmSign(operands, scratch);
      return 0;
    case 48:
      bconv2d(operands, scratch);
      return 0;
    case 49:
      bconv2dInt32(operands, scratch);
      return 0;
    case 50:
      bconv2dInt8(operands, scratch);
      return 0;
    case 51:
      bconv2dSign(operands, scratch);
      return 0;
    case 52:
      bmaxPool2d(operands);
      return 0;
    case 64:
      signPackInt8(operands);
      return 0;
    case 65:
      layerNormSignPackTokenMaximum(operands);
      return 0;
    case 66:
      layerNormSignPackShift(operands);
      return 0;
    case 67:
      copyBitRows(operands);
      return 0;
    case 68:
      return bitAttention(operands, scratch, header);
    case 80:
      threshold(operands);
      return 0;
    case 81:
      patches(operands);
      return 0;
    case 82:
      maxPool2d(operands);
      return 0;
    case 83:
      meanPool2d(operands);
      return 0;
    case 84:
      affine(operands);
      return 0;
    case 85:
      copyColumns(operands);
      return 0;
    case 86:
      multiply(operands);
      return 0;
    case 87:
      activation(operands);
      return 0;
    case 88:
      round(operands);
      return 0;
    case 89:
      rotate(operands);
      return 0;
    case 90:
      sparseGemm(operands);
      return 0;
    case 96:
      sliceBits(operands);
      return 0;
    case 97:
      truthTables(operands, scratch);
      return 0;
    case 98:
      groupSum(operands, scratch);
      return 0;
    case 99:
      joinSlices(operands);
      return 0;
    case 100:
      gates(operands);
      return 0;
    case 101:
      sliceThermometer(operands, scratch);
      return 0;
    case 102:
      lookUp(operands, scratch);
      return 0;
    case 103:
      bleach(operands, scratch);
      return 0;
    default:
      return stop(header, STATUS_UNKNOWN_OPCODE, 0);
  }
}
