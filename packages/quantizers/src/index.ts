/**
 * Quantizers with the estimators of their gradients, for TensorFlow.js: each says what its numbers are sums of, and takes them apart.
 *
 * @module @bnnkit/quantizers
 */

export { averageBits, type BitOrder, sharesOfAverage } from "./bit-allocation.ts";
export {
  type BmtEstimator,
  type BmtQuantizerOptions,
  bmtEstimators,
  bmtMaximum,
  bmtQuantizer,
} from "./bmt-quantizer.ts";
export {
  type CenteredSignQuantizerOptions,
  centeredSignQuantizer,
} from "./centered-sign-quantizer.ts";
export { checkNoNaN } from "./check-no-nan.ts";
export {
  type ClippedSignQuantizerOptions,
  clippedSignQuantizer,
} from "./clipped-sign-quantizer.ts";
export { decodeTerms } from "./decode-terms.ts";
export { type AdmissibleRange, isAdmissible } from "./forward-backward-condition.ts";
export {
  type HeterogeneousBitsQuantizerOptions,
  heterogeneousBitsQuantizer,
  type ResidualEstimator,
} from "./heterogeneous-bits-quantizer.ts";
export { type HwgqQuantizerOptions, hwgqQuantizer } from "./hwgq-quantizer.ts";
export { type Int8RowsQuantizerOptions, int8RowsQuantizer } from "./int8-rows-quantizer.ts";
export {
  type ClipGradient,
  type LearnedClipQuantizerOptions,
  learnedClipQuantizer,
} from "./learned-clip-quantizer.ts";
export {
  type Deviation,
  type LeastSquaresBasesQuantizerOptions,
  leastSquaresBasesQuantizer,
} from "./least-squares-bases-quantizer.ts";
export { type MuScheduleOptions, muSchedule } from "./mu-schedule.ts";
export { type BackwardMap, backwardMaps, type ForwardMap, forwardMaps } from "./proximal-maps.ts";
export {
  type ProximalMethod,
  type ProximalQuantizerOptions,
  proximalMethods,
  proximalQuantizer,
} from "./proximal-quantizer.ts";
export type {
  EncodedTerm,
  Encoding,
  Estimator,
  Paper,
  ParameterValues,
  QuantizeCall,
  Quantizer,
  QuantizerOptions,
  QuantizerParameter,
} from "./quantizer.ts";
export { createQuantizer, type QuantizerSpec, registerQuantizer } from "./quantizer-registry.ts";
export {
  type RectifiedSignQuantizerOptions,
  rectifiedSignQuantizer,
  type TauScheduleOptions,
  tauSchedule,
} from "./rectified-sign-quantizer.ts";
export { reducedAxes, type ScaleAxis } from "./scale-axis.ts";
export {
  type ShiftedBasesQuantizerOptions,
  shiftedBasesQuantizer,
} from "./shifted-bases-quantizer.ts";
export {
  type ShiftedSignQuantizerOptions,
  shiftedSignQuantizer,
} from "./shifted-sign-quantizer.ts";
export type { SignSurrogate } from "./surrogate-sign.ts";
export {
  type LevelOffset,
  type TwoLevelQuantizerOptions,
  twoLevelQuantizer,
} from "./two-level-quantizer.ts";
