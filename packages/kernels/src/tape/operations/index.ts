import type { Operation } from "../operation.ts";
import { type ActivationFunction, activation } from "./activation.ts";
import { type Add, add } from "./add.ts";
import { type Affine, affine } from "./affine.ts";
import { type Attention, attention } from "./attention.ts";
import { type Bconv2d, bconv2d } from "./bconv2d.ts";
import { type Bconv2dInt8, bconv2dInt8 } from "./bconv2d-int8.ts";
import { type Bconv2dInt32, bconv2dInt32 } from "./bconv2d-int32.ts";
import { type Bconv2dSign, bconv2dSign } from "./bconv2d-sign.ts";
import { type Bgemm, bgemm } from "./bgemm.ts";
import { type BgemmInt8, bgemmInt8 } from "./bgemm-int8.ts";
import { type BgemmInt32, bgemmInt32 } from "./bgemm-int32.ts";
import { type BgemmSign, bgemmSign } from "./bgemm-sign.ts";
import { type Binarize, binarize } from "./binarize.ts";
import { type BitAttention, bitAttention } from "./bit-attention.ts";
import { type Bleach, bleach } from "./bleach.ts";
import { type BmaxPool2d, bmaxPool2d } from "./bmax-pool-2d.ts";
import { type CopyBitRows, copyBitRows } from "./copy-bit-rows.ts";
import { type CopyColumns, copyColumns } from "./copy-columns.ts";
import { type CopyRows, copyRows } from "./copy-rows.ts";
import { type EmbedFloat32, embedFloat32 } from "./embed-float32.ts";
import { type EmbedInt8, embedInt8 } from "./embed-int8.ts";
import { type Gates, gates } from "./gates.ts";
import { type GemmFloat32, gemmFloat32 } from "./gemm-float32.ts";
import { type GemmInt8, gemmInt8 } from "./gemm-int8.ts";
import { type GemmInt8Int8, gemmInt8Int8 } from "./gemm-int8-int8.ts";
import { type GemmInt8Int32, gemmInt8Int32 } from "./gemm-int8-int32.ts";
import { type GemmInt8Sign, gemmInt8Sign } from "./gemm-int8-sign.ts";
import { type GroupSum, groupSum } from "./group-sum.ts";
import { type JoinSlices, joinSlices } from "./join-slices.ts";
import { type LayerNorm, layerNorm } from "./layer-norm.ts";
import {
  type LayerNormSignPackShift,
  layerNormSignPackShift,
} from "./layer-norm-sign-pack-shift.ts";
import {
  type LayerNormSignPackTokenMaximum,
  layerNormSignPackTokenMaximum,
} from "./layer-norm-sign-pack-token-maximum.ts";
import { type LogSoftmaxTopK, logSoftmaxTopK } from "./log-softmax-top-k.ts";
import { type LookUp, lookUp } from "./look-up.ts";
import { type MaxPool2d, maxPool2d } from "./max-pool-2d.ts";
import { type MeanPool2d, meanPool2d } from "./mean-pool-2d.ts";
import { type Multiply, multiply } from "./multiply.ts";
import { type Patches, patches } from "./patches.ts";
import { type PlaneGemm, planeGemm } from "./plane-gemm.ts";
import { type PlaneGemmInt8, planeGemmInt8 } from "./plane-gemm-int8.ts";
import { type PlaneGemmInt32, planeGemmInt32 } from "./plane-gemm-int32.ts";
import { type PlaneGemmSign, planeGemmSign } from "./plane-gemm-sign.ts";
import { type QuantizeInt8, quantizeInt8 } from "./quantize-int8.ts";
import { type Relu, relu } from "./relu.ts";
import { type Rotate, rotate } from "./rotate.ts";
import { type Round, round } from "./round.ts";
import { type SetBitGemm, setBitGemm } from "./set-bit-gemm.ts";
import { type SetBitGemmInt8, setBitGemmInt8 } from "./set-bit-gemm-int8.ts";
import { type SetBitGemmSign, setBitGemmSign } from "./set-bit-gemm-sign.ts";
import { type SignPackInt8, signPackInt8 } from "./sign-pack-int8.ts";
import { type SignPackShift, signPackShift } from "./sign-pack-shift.ts";
import { type SignPackTokenMaximum, signPackTokenMaximum } from "./sign-pack-token-maximum.ts";
import { type SignWeightGemm, signWeightGemm } from "./sign-weight-gemm.ts";
import { type SliceBits, sliceBits } from "./slice-bits.ts";
import { type SliceThermometer, sliceThermometer } from "./slice-thermometer.ts";
import { type SparseGemm, sparseGemm } from "./sparse-gemm.ts";
import { type TableGemm, tableGemm } from "./table-gemm.ts";
import { type TableGemmFloat32, tableGemmFloat32 } from "./table-gemm-float32.ts";
import { type TableGemmInt8, tableGemmInt8 } from "./table-gemm-int8.ts";
import { type TableGemmInt32, tableGemmInt32 } from "./table-gemm-int32.ts";
import { type TableGemmSign, tableGemmSign } from "./table-gemm-sign.ts";
import { type TabulateFloat32, tabulateFloat32 } from "./tabulate-float32.ts";
import { type TabulateInt8, tabulateInt8 } from "./tabulate-int8.ts";
import { type Threshold, threshold } from "./threshold.ts";
import { type TruthTables, truthTables } from "./truth-tables.ts";

/** The operands of every operation, by its name. */
export interface OperandsByName {
  readonly embedInt8: EmbedInt8;
  readonly embedFloat32: EmbedFloat32;
  readonly signPackTokenMaximum: SignPackTokenMaximum;
  readonly signPackShift: SignPackShift;
  readonly bgemm: Bgemm;
  readonly bgemmInt32: BgemmInt32;
  readonly signWeightGemm: SignWeightGemm;
  readonly gemmFloat32: GemmFloat32;
  readonly layerNorm: LayerNorm;
  readonly relu: Relu;
  readonly add: Add;
  readonly attention: Attention;
  readonly quantizeInt8: QuantizeInt8;
  readonly gemmInt8: GemmInt8;
  readonly logSoftmaxTopK: LogSoftmaxTopK;
  readonly copyRows: CopyRows;
  readonly binarize: Binarize;
  readonly bgemmInt8: BgemmInt8;
  readonly bgemmSign: BgemmSign;
  readonly tabulateInt8: TabulateInt8;
  readonly tableGemmInt32: TableGemmInt32;
  readonly tableGemm: TableGemm;
  readonly tabulateFloat32: TabulateFloat32;
  readonly tableGemmFloat32: TableGemmFloat32;
  readonly planeGemmInt32: PlaneGemmInt32;
  readonly planeGemm: PlaneGemm;
  readonly setBitGemm: SetBitGemm;
  readonly bconv2d: Bconv2d;
  readonly bconv2dInt32: Bconv2dInt32;
  readonly bconv2dInt8: Bconv2dInt8;
  readonly bconv2dSign: Bconv2dSign;
  readonly bmaxPool2d: BmaxPool2d;
  readonly signPackInt8: SignPackInt8;
  readonly layerNormSignPackTokenMaximum: LayerNormSignPackTokenMaximum;
  readonly layerNormSignPackShift: LayerNormSignPackShift;
  readonly copyBitRows: CopyBitRows;
  readonly bitAttention: BitAttention;
  readonly gemmInt8Int32: GemmInt8Int32;
  readonly threshold: Threshold;
  readonly patches: Patches;
  readonly maxPool2d: MaxPool2d;
  readonly meanPool2d: MeanPool2d;
  readonly affine: Affine;
  readonly round: Round;
  readonly copyColumns: CopyColumns;
  readonly multiply: Multiply;
  readonly gemmInt8Int8: GemmInt8Int8;
  readonly gemmInt8Sign: GemmInt8Sign;
  readonly planeGemmInt8: PlaneGemmInt8;
  readonly planeGemmSign: PlaneGemmSign;
  readonly setBitGemmInt8: SetBitGemmInt8;
  readonly setBitGemmSign: SetBitGemmSign;
  readonly tableGemmInt8: TableGemmInt8;
  readonly tableGemmSign: TableGemmSign;
  readonly activation: ActivationFunction;
  readonly rotate: Rotate;
  readonly sparseGemm: SparseGemm;
  readonly sliceBits: SliceBits;
  readonly joinSlices: JoinSlices;
  readonly sliceThermometer: SliceThermometer;
  readonly gates: Gates;
  readonly truthTables: TruthTables;
  readonly groupSum: GroupSum;
  readonly lookUp: LookUp;
  readonly bleach: Bleach;
}

export type OperationName = keyof OperandsByName;

/** The operands of an operation: `OperandsOf<"relu">`. */
export type OperandsOf<Name extends OperationName> = OperandsByName[Name];

/** Every operation that a tape can hold. A new one is a line here and a line above. */
export const operations: { readonly [Name in OperationName]: Operation<OperandsByName[Name]> } = {
  embedInt8,
  embedFloat32,
  signPackTokenMaximum,
  signPackShift,
  bgemm,
  bgemmInt32,
  signWeightGemm,
  gemmFloat32,
  layerNorm,
  relu,
  add,
  attention,
  quantizeInt8,
  gemmInt8,
  logSoftmaxTopK,
  copyRows,
  binarize,
  bgemmInt8,
  bgemmSign,
  tabulateInt8,
  tableGemmInt32,
  tableGemm,
  tabulateFloat32,
  tableGemmFloat32,
  planeGemmInt32,
  planeGemm,
  setBitGemm,
  bconv2d,
  bconv2dInt32,
  bconv2dInt8,
  bconv2dSign,
  bmaxPool2d,
  signPackInt8,
  layerNormSignPackTokenMaximum,
  layerNormSignPackShift,
  copyBitRows,
  bitAttention,
  gemmInt8Int32,
  threshold,
  patches,
  maxPool2d,
  meanPool2d,
  affine,
  round,
  copyColumns,
  multiply,
  gemmInt8Int8,
  gemmInt8Sign,
  planeGemmInt8,
  planeGemmSign,
  setBitGemmInt8,
  setBitGemmSign,
  tableGemmInt8,
  tableGemmSign,
  activation,
  rotate,
  sparseGemm,
  sliceBits,
  joinSlices,
  sliceThermometer,
  gates,
  truthTables,
  groupSum,
  lookUp,
  bleach,
};

export const operationNames: readonly OperationName[] =
  Object.keys(operations).filter(isOperationName);

function isOperationName(name: string): name is OperationName {
  return name in operations;
}
