export { bconv2d, bconv2dSign, bmaxPool2d, type SignOptions } from "./bconv2d.ts";
export { bgemm, bgemv } from "./bgemm.ts";
export {
  type BinaryPadding,
  type ConvolutionShape,
  convolutionOutputSize,
  type PoolShape,
  samePadding,
} from "./convolution-shape.ts";
export { createKernels } from "./create-inlined-kernels.ts";
export {
  type Isa,
  instructionSets,
  type KernelReport,
  type Kernels,
  type KernelsOptions,
} from "./kernels.ts";
export { packByteLanes } from "./pack-byte-lanes.ts";
export { type PackedConvolution, packConvolution } from "./pack-convolution.ts";
export { packFloatLanes } from "./pack-float-lanes.ts";
export { packLanes } from "./pack-lanes.ts";
export { countPlaneRows, packPlaneLanes, packPlaneRows } from "./pack-plane-lanes.ts";
export { packTableLanes } from "./pack-table-lanes.ts";
export { packedGemmFloat32, packedGemmInt8 } from "./packed-gemm.ts";
export { affineGemm, planeGemm } from "./plane-gemm.ts";
export { popcountThresholds } from "./popcount-thresholds.ts";
export {
  type ScaledSigns,
  type SignAndPackInt8Options,
  type SignAndPackOptions,
  type SignAndPackTokenMaximumOptions,
  signAndPack,
  signAndPackInt8,
  signAndPackTokenMaximum,
} from "./sign-and-pack.ts";
export type {
  BitAttention,
  CopyBitRows,
  KeptProbabilities,
} from "./tape/bit-attention-operands.ts";
export type {
  Bconv2d,
  Bconv2dInt8,
  Bconv2dInt32,
  Bconv2dSign,
  BinaryConvolution,
  BmaxPool2d,
  ScaledConvolution,
} from "./tape/convolution-operands.ts";
export type {
  Add,
  Attention,
  Bgemm,
  BgemmInt8,
  BgemmInt32,
  BgemmSign,
  Binarize,
  BinaryProduct,
  Cell,
  CopyRows,
  EmbedFloat32,
  EmbedInt8,
  GemmFloat32,
  GemmInt8,
  LayerNorm,
  LogSoftmaxTopK,
  Offset,
  QuantizeInt8,
  Relu,
  ScaledProduct,
  SignPackShift,
  SignPackTokenMaximum,
  SignWeightGemm,
} from "./tape/operands.ts";
export type { OperationName } from "./tape/operation.ts";
export type { PlaneGemm, PlaneGemmInt32 } from "./tape/plane-operands.ts";
export type { SetBitGemm } from "./tape/set-bit-operands.ts";
export type {
  LayerNormSignPackShift,
  LayerNormSignPackTokenMaximum,
  SignPackInt8,
} from "./tape/sign-pack-operands.ts";
export type {
  TableGemm,
  TableGemmFloat32,
  TableGemmInt32,
  TabulateFloat32,
  TabulateInt8,
} from "./tape/table-operands.ts";
export { float32TableBytes, int8TableBytes } from "./tape/table-words.ts";
export type { Tape } from "./tape/tape.ts";
export { TapeBuilder } from "./tape/tape-builder.ts";
export type { ChosenKernel, KernelChoice, ShapeBucket, SizeRange } from "./tune/kernel-choice.ts";
export type { WasmFile, WasmFiles, WasmIsa } from "./wasm/wasm-source.ts";
