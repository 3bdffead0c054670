export { binarizeColumns, binarizeGradientRows, binarizeRows } from "./binarize.ts";
export { binary } from "./binary.ts";
export { dropout } from "./dropout.ts";
export { exponentials } from "./exponential.ts";
export { layerNormGradientRows, layerNormRows } from "./layer-norm.ts";
export { matMul, matMulScratchBytes } from "./mat-mul.ts";
export { gatherRows, maximumRows, sumColumns, sumRows, sumSegments } from "./reduce.ts";
export {
  crossEntropyGradientRows,
  crossEntropyRows,
  softmaxGradientRows,
  softmaxRows,
} from "./softmax.ts";
