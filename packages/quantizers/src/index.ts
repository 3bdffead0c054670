/**
 * Quantizers with the estimators of their gradients, for TensorFlow.js: each says what its numbers are sums of, and takes them apart.
 *
 * @module @bnnkit/quantizers
 */

export {
  type BmtEstimator,
  type BmtQuantizerOptions,
  bmtEstimators,
  bmtMaximum,
  bmtQuantizer,
} from "./bmt-quantizer.ts";
export { checkNoNaN } from "./check-no-nan.ts";
export {
  type ClippedSignQuantizerOptions,
  clippedSignQuantizer,
} from "./clipped-sign-quantizer.ts";
export { decodeTerms } from "./decode-terms.ts";
export { type HwgqQuantizerOptions, hwgqQuantizer } from "./hwgq-quantizer.ts";
export { type Int8RowsQuantizerOptions, int8RowsQuantizer } from "./int8-rows-quantizer.ts";
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
export { reducedAxes, type ScaleAxis } from "./scale-axis.ts";
