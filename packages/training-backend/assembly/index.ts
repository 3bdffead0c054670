export { binarizeColumns, binarizeGradientRows, binarizeRows } from "./binarize";
export { binary } from "./binary";
export { dropout } from "./dropout";
export { exponentials } from "./exponential";
export { layerNormGradientRows, layerNormRows } from "./layer-norm";
export { matMul, matMulScratchBytes } from "./mat-mul";
export { gatherRows, maximumRows, sumColumns, sumRows, sumSegments } from "./reduce";
export {
  crossEntropyGradientRows,
  crossEntropyRows,
  softmaxGradientRows,
  softmaxRows,
} from "./softmax";
export { gatherPatches, maximumGradient, scatterPatches } from "./windows";
