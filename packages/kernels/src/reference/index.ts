/**
 * Every operation by its definition, slow and plain: what each engine is compared with.
 *
 * @module @bnnkit/kernels/reference
 */

export { activation } from "./activation.ts";
export { type AffineReference, affine } from "./affine.ts";
export { type AttentionReference, attention } from "./attention.ts";
export {
  type Bconv2dReference,
  bconv2d,
  bconv2dInt8,
  bconv2dInt32,
  bconv2dSign,
  type ScaledConvolutionOutput,
} from "./bconv2d.ts";
export {
  type BgemmReference,
  bgemm,
  bgemmInt8,
  bgemmInt32,
  bgemmSign,
  type SignOutput,
} from "./bgemm.ts";
export { binarize } from "./binarize.ts";
export { type BitAttentionReference, bitAttention, bitProbabilities } from "./bit-attention.ts";
export { type CopyColumnsReference, copyColumns } from "./copy-columns.ts";
export { copyRows } from "./copy-rows.ts";
export { add, relu } from "./elementwise.ts";
export { type EmbedReference, embedFloat32, embedInt8 } from "./embed.ts";
export { type GemmFloat32Reference, gemmFloat32 } from "./gemm-float32.ts";
export {
  gemmInt8,
  gemmInt8Int32,
  type Int8ProductReference,
} from "./gemm-int8.ts";
export { type LayerNormReference, layerNorm } from "./layer-norm.ts";
export { layerNormSignPackShift, layerNormSignPackTokenMaximum } from "./layer-norm-sign-pack.ts";
export { logSoftmaxTopK } from "./log-softmax-top-k.ts";
export { bleach, type LookUpReference, lookUp } from "./look-up.ts";
export { maxPool2d, meanPool2d } from "./map-pool.ts";
export { multiply } from "./multiply.ts";
export { type MapReference, type MapWindowReference, patches } from "./patches.ts";
export {
  type PlaneGemmReference,
  planeGemm,
  planeGemmInt32,
} from "./plane-gemm.ts";
export { type Int8Output, type ScaledOutput, scaleSums, sumsToInt8 } from "./product-output.ts";
export { quantizeInt8 } from "./quantize-int8.ts";
export { type RotateReference, rotate } from "./rotate.ts";
export { type RoundReference, round } from "./round.ts";
export { signPackInt8, signPackShift, signPackTokenMaximum } from "./sign-pack.ts";
export { signWeightGemm } from "./sign-weight-gemm.ts";
export { sliceThermometer } from "./slice-thermometer.ts";
export { type SparseGemmReference, sparseGemm } from "./sparse-gemm.ts";
export {
  type TableGemmReference,
  tableGemm,
  tableGemmFloat32,
  tableGemmInt32,
} from "./table-gemm.ts";
export { type ThresholdReference, threshold } from "./threshold.ts";
export {
  groupSum,
  type TruthTablesReference,
  transpose,
  truthTables,
} from "./truth-tables.ts";
