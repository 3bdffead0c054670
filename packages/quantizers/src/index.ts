export {
  type BmtEstimator,
  type BmtQuantizer,
  type BmtQuantizerOptions,
  bmtEstimators,
  bmtQuantizer,
  float32Epsilon,
} from "./bmt-quantizer.ts";
export { checkNoNaN } from "./check-no-nan.ts";
export {
  type ClippedSignQuantizerOptions,
  clippedSignQuantizer,
} from "./clipped-sign-quantizer.ts";
export { type CustomGradient, type ForwardResult, withCustomGradient } from "./custom-gradient.ts";
export { runFusedKernel } from "./fused-kernel.ts";
export type { Estimator, Paper, Quantizer } from "./quantizer.ts";
export { reducedAxes, type ScaleAxis } from "./scale-axis.ts";
