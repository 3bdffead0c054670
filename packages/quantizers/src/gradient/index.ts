/**
 * Gradients of one’s own, for quantizers and layers that TensorFlow.js has no gradient of.
 *
 * @module @bnnkit/quantizers/gradient
 */

export { type CustomGradient, type ForwardResult, withCustomGradient } from "./custom-gradient.ts";
export { runFusedKernel } from "./fused-kernel.ts";
