/**
 * Arithmetic of binarized networks in JavaScript and WebAssembly SIMD: `createKernels` opens an arena, a `TapeBuilder` records
 * operations over it, `run` runs them in one call. The functions `pack…` bring weights into the order that an operation reads.
 *
 * @module @bnnkit/kernels
 */

export {
  type BinaryPadding,
  type ConvolutionShape,
  convolutionOutputSize,
  type PoolShape,
  samePadding,
} from "./convolution-shape.ts";
export { createKernels } from "./create-inlined-kernels.ts";
export { type Isa, instructionSets, type WasmIsa } from "./isa.ts";
export type { KernelReport, Kernels, KernelsOptions } from "./kernels.ts";
export { type LevelBits, levelBits } from "./level-bits.ts";
export { packByteLanes } from "./pack-byte-lanes.ts";
export { packByteThresholds } from "./pack-byte-thresholds.ts";
export { type PackedConvolution, packConvolution } from "./pack-convolution.ts";
export { packFloatLanes } from "./pack-float-lanes.ts";
export { gateKinds, type PackedGates, packGates } from "./pack-gates.ts";
export { packLanes } from "./pack-lanes.ts";
export { countPlaneRows, packPlaneLanes, packPlaneRows } from "./pack-plane-lanes.ts";
export { packTableLanes } from "./pack-table-lanes.ts";
export { packPlainTaps, packTaps } from "./pack-taps.ts";
export { packTruthTables } from "./pack-truth-tables.ts";
export { popcountThresholds } from "./popcount-thresholds.ts";
export type { BinaryConvolution, ScaledConvolution } from "./tape/binary-convolution.ts";
export type { BinaryProduct } from "./tape/binary-product.ts";
export type { Element } from "./tape/element.ts";
export type { Int8Product } from "./tape/int8-product.ts";
export type { IntegerPlaneProduct } from "./tape/integer-plane-product.ts";
export type { TupleAddresses } from "./tape/look-up-words.ts";
export type { MapPool } from "./tape/map-pool.ts";
export type { MapWindow } from "./tape/map-window-words.ts";
export type { Cell, Offset } from "./tape/operand.ts";
export type { ActivationFunction } from "./tape/operations/activation.ts";
export type { Add } from "./tape/operations/add.ts";
export type { Affine } from "./tape/operations/affine.ts";
export type { Attention } from "./tape/operations/attention.ts";
export type { Bconv2d } from "./tape/operations/bconv2d.ts";
export type { Bconv2dInt8 } from "./tape/operations/bconv2d-int8.ts";
export type { Bconv2dInt32 } from "./tape/operations/bconv2d-int32.ts";
export type { Bconv2dSign } from "./tape/operations/bconv2d-sign.ts";
export type { Bgemm } from "./tape/operations/bgemm.ts";
export type { BgemmInt8 } from "./tape/operations/bgemm-int8.ts";
export type { BgemmInt32 } from "./tape/operations/bgemm-int32.ts";
export type { BgemmSign } from "./tape/operations/bgemm-sign.ts";
export type { Binarize } from "./tape/operations/binarize.ts";
export type { BitAttention, KeptProbabilities } from "./tape/operations/bit-attention.ts";
export type { Bleach } from "./tape/operations/bleach.ts";
export type { BmaxPool2d } from "./tape/operations/bmax-pool-2d.ts";
export type { CopyBitRows } from "./tape/operations/copy-bit-rows.ts";
export type { CopyColumns } from "./tape/operations/copy-columns.ts";
export type { CopyRows } from "./tape/operations/copy-rows.ts";
export type { EmbedFloat32 } from "./tape/operations/embed-float32.ts";
export type { EmbedInt8 } from "./tape/operations/embed-int8.ts";
export type { Gates } from "./tape/operations/gates.ts";
export type { GemmFloat32 } from "./tape/operations/gemm-float32.ts";
export type { GemmInt8 } from "./tape/operations/gemm-int8.ts";
export type { GemmInt8Int8 } from "./tape/operations/gemm-int8-int8.ts";
export type { GemmInt8Int32 } from "./tape/operations/gemm-int8-int32.ts";
export type { GemmInt8Sign } from "./tape/operations/gemm-int8-sign.ts";
export type { GroupSum } from "./tape/operations/group-sum.ts";
export type { OperandsOf, OperationName } from "./tape/operations/index.ts";
export type { JoinSlices } from "./tape/operations/join-slices.ts";
export type { LayerNorm } from "./tape/operations/layer-norm.ts";
export type { LayerNormSignPackShift } from "./tape/operations/layer-norm-sign-pack-shift.ts";
export type { LayerNormSignPackTokenMaximum } from "./tape/operations/layer-norm-sign-pack-token-maximum.ts";
export type { LogSoftmaxTopK } from "./tape/operations/log-softmax-top-k.ts";
export type { LookUp } from "./tape/operations/look-up.ts";
export type { MaxPool2d } from "./tape/operations/max-pool-2d.ts";
export type { MeanPool2d } from "./tape/operations/mean-pool-2d.ts";
export type { Multiply } from "./tape/operations/multiply.ts";
export type { Patches } from "./tape/operations/patches.ts";
export type { PlaneGemm } from "./tape/operations/plane-gemm.ts";
export type { PlaneGemmInt8 } from "./tape/operations/plane-gemm-int8.ts";
export type { PlaneGemmInt32 } from "./tape/operations/plane-gemm-int32.ts";
export type { PlaneGemmSign } from "./tape/operations/plane-gemm-sign.ts";
export type { QuantizeInt8 } from "./tape/operations/quantize-int8.ts";
export type { Relu } from "./tape/operations/relu.ts";
export type { Rotate } from "./tape/operations/rotate.ts";
export type { Round } from "./tape/operations/round.ts";
export type { SetBitGemm } from "./tape/operations/set-bit-gemm.ts";
export type { SetBitGemmInt8 } from "./tape/operations/set-bit-gemm-int8.ts";
export type { SetBitGemmSign } from "./tape/operations/set-bit-gemm-sign.ts";
export type { SignPackInt8 } from "./tape/operations/sign-pack-int8.ts";
export type { SignPackShift } from "./tape/operations/sign-pack-shift.ts";
export type { SignPackTokenMaximum } from "./tape/operations/sign-pack-token-maximum.ts";
export type { SignWeightGemm } from "./tape/operations/sign-weight-gemm.ts";
export type { SliceBits } from "./tape/operations/slice-bits.ts";
export type { SliceThermometer } from "./tape/operations/slice-thermometer.ts";
export type { SparseGemm } from "./tape/operations/sparse-gemm.ts";
export type { TableGemm } from "./tape/operations/table-gemm.ts";
export type { TableGemmFloat32 } from "./tape/operations/table-gemm-float32.ts";
export type { TableGemmInt8 } from "./tape/operations/table-gemm-int8.ts";
export type { TableGemmInt32 } from "./tape/operations/table-gemm-int32.ts";
export type { TableGemmSign } from "./tape/operations/table-gemm-sign.ts";
export type { TabulateFloat32 } from "./tape/operations/tabulate-float32.ts";
export type { TabulateInt8 } from "./tape/operations/tabulate-int8.ts";
export type { Threshold } from "./tape/operations/threshold.ts";
export type { TruthTables } from "./tape/operations/truth-tables.ts";
export type { FloatOutput, Int8Output, ScaledOutput, SignOutput } from "./tape/product-output.ts";
export type { RealPlaneProduct } from "./tape/real-plane-product.ts";
export type { SetBitProduct } from "./tape/set-bit-product.ts";
export { SLICE_SAMPLES, sliceBytes } from "./tape/slices.ts";
export { float32TableBytes, int8TableBytes } from "./tape/table-product.ts";
export type { Tape } from "./tape/tape.ts";
export { TapeBuilder } from "./tape/tape-builder.ts";
export type { WorkerUrl } from "./threads/worker-url.ts";
export type { ChosenKernel, KernelChoice, ShapeBucket, SizeRange } from "./tune/kernel-choice.ts";
export type { WasmFile, WasmFiles } from "./wasm/wasm-source.ts";
