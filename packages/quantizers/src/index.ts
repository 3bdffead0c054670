/**
 * Quantizers with the estimators of their gradients, for TensorFlow.js: each says what its numbers are sums of, and takes them apart.
 *
 * @module @bnnkit/quantizers
 */

export {
  allocateBits,
  averageBits,
  type BitAllocation,
  type BitOrder,
  sharesOfAverage,
} from "./bit-allocation.ts";
export {
  type BmtEstimator,
  type BmtQuantizerOptions,
  bmtEstimators,
  bmtMaximum,
  bmtQuantizer,
} from "./bmt-quantizer.ts";
export { type CancelGradientOptions, cancelGradient } from "./cancel-gradient.ts";
export { centerOverInputs } from "./center-over-inputs.ts";
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
export {
  type BinarizationSet,
  binarizationSets,
  type ElasticConvention,
  elasticConventions,
} from "./elastic-levels.ts";
export {
  type ElasticQuantizerOptions,
  elasticMinima,
  elasticQuantizer,
} from "./elastic-quantizer.ts";
export { type AdmissibleRange, isAdmissible } from "./forward-backward-condition.ts";
export { glorotBound, glorotLearningRateScale } from "./glorot-bound.ts";
export type { Boundary } from "./gradient-window.ts";
export { heavisideQuantizer } from "./heaviside-quantizer.ts";
export {
  type HeterogeneousBitsQuantizerOptions,
  heterogeneousBitsQuantizer,
  type ResidualEstimator,
} from "./heterogeneous-bits-quantizer.ts";
export { hwgqLevels } from "./hwgq-levels.ts";
export {
  type HwgqEstimator,
  type HwgqQuantizerOptions,
  hwgqEstimators,
  hwgqQuantizer,
} from "./hwgq-quantizer.ts";
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
export { multiplyGradient } from "./multiply-gradient.ts";
export {
  type NormalizedTanhQuantizerOptions,
  normalizedTanhEstimators,
  normalizedTanhQuantizer,
} from "./normalized-tanh-quantizer.ts";
export {
  type PartlyBinarizeOptions,
  partialScale,
  partlyBinarize,
  salientTrainings,
} from "./partly-binarize.ts";
export { nearestPowerOfTwo } from "./power-of-two.ts";
export { type PowerOfTwoQuantizerOptions, powerOfTwoQuantizer } from "./power-of-two-quantizer.ts";
export { type BackwardMap, backwardMaps, type ForwardMap, forwardMaps } from "./proximal-maps.ts";
export {
  type ProximalMethod,
  type ProximalQuantizerOptions,
  proximalMethods,
  proximalQuantizer,
} from "./proximal-quantizer.ts";
export {
  gradientNoises,
  type QuantizeGradientOptions,
  quantizeGradient,
} from "./quantize-gradient.ts";
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
export {
  createQuantizer,
  type OptionNames,
  type QuantizerSpec,
  registerQuantizer,
} from "./quantizer-registry.ts";
export {
  type RectifiedSignQuantizerOptions,
  rectifiedSignQuantizer,
  type TauScheduleOptions,
  tauSchedule,
} from "./rectified-sign-quantizer.ts";
export {
  type ResidualBasesQuantizerOptions,
  residualBasesQuantizer,
} from "./residual-bases-quantizer.ts";
export { reducedAxes, type ScaleAxis } from "./scale-axis.ts";
export {
  centrings,
  type ScaledSignQuantizerOptions,
  type ScaleGradient,
  scaledSignQuantizer,
  scaleGradients,
  scaleRoundings,
} from "./scaled-sign-quantizer.ts";
export {
  type ShareOfGreatestQuantizerOptions,
  shareOfGreatestQuantizer,
} from "./share-of-greatest-quantizer.ts";
export {
  type ShiftedBasesQuantizerOptions,
  shiftedBasesQuantizer,
} from "./shifted-bases-quantizer.ts";
export {
  type ShiftedSignQuantizerOptions,
  shiftedSignQuantizer,
} from "./shifted-sign-quantizer.ts";
export { type SignEstimator, type SignEstimatorOptions, signEstimators } from "./sign-estimator.ts";
export {
  type SignQuantizerOptions,
  signQuantizer,
  type TanhSharpnessOptions,
  tanhSharpness,
} from "./sign-quantizer.ts";
export { keptProductDistance, softmaxAwareBinarization } from "./softmax-aware-binarization.ts";
export {
  type StandardizedSignQuantizerOptions,
  standardizedSignQuantizer,
} from "./standardized-sign-quantizer.ts";
export {
  type StochasticPowerOfTwoOptions,
  stochasticPowerOfTwo,
} from "./stochastic-power-of-two.ts";
export {
  type StochasticSignQuantizerOptions,
  signEvaluations,
  stochasticSignQuantizer,
} from "./stochastic-sign-quantizer.ts";
export {
  type StochasticTernaryQuantizerOptions,
  stochasticTernaryQuantizer,
  ternaryEvaluations,
} from "./stochastic-ternary-quantizer.ts";
export {
  type TernaryQuantizerOptions,
  ternaryQuantizer,
  ternaryScales,
} from "./ternary-quantizer.ts";
export {
  type LevelOffset,
  type TwoLevelQuantizerOptions,
  twoLevelQuantizer,
} from "./two-level-quantizer.ts";
export { type UniformQuantizerOptions, uniformQuantizer } from "./uniform-quantizer.ts";
export {
  type ZeroMeanSignQuantizerOptions,
  zeroMeanSignQuantizer,
} from "./zero-mean-sign-quantizer.ts";
