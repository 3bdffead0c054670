export { type CustomGradient, type ForwardResult, withCustomGradient } from "./custom-gradient.ts";
export { runFusedKernel } from "./fused-kernel.ts";
