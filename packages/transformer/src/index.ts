export { type Batch, padRows, type ShiftedTarget, shiftTarget } from "./batch.ts";
export {
  type BinarizationStarts,
  binarizeFrom,
  binarizeWeightsFrom,
  isBinarized,
  type StartStep,
  type TransformerConfig,
} from "./config.ts";
export {
  type CrossEntropyOptions,
  labelSmoothedCrossEntropy,
  type Teacher,
} from "./label-smoothed-cross-entropy.ts";
export { layerNorm, layerNormEpsilon } from "./layer-norm.ts";
export {
  initializeParameters,
  type Parameter,
  type ParameterShape,
  type Parameters,
  parameterShapes,
} from "./parameters.ts";
export { sinusoidalPositions } from "./sinusoidal-position.ts";
export {
  createTransformer,
  type Loss,
  type LossAndGradients,
  type LossOptions,
  type StepOptions,
  type Transformer,
} from "./transformer.ts";
