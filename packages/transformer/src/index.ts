/**
 * Binarized Transformers on TensorFlow.js, for translation (BMT) and for classes of texts (BiT, BiViT): parameters, loss, gradients,
 * decoding, export to a model file.
 *
 * @module @bnnkit/transformer
 */

export { type Batch, padRows, type ShiftedTarget, shiftTarget } from "./batch.ts";
export {
  type BinarizationStarts,
  type BlockConfig,
  binarizeFrom,
  binarizeWeightsFrom,
  isBinarized,
  type StartStep,
  type TransformerConfig,
} from "./config.ts";
export {
  type DescribedEncoder,
  type DescribeEncoderOptions,
  describeEncoder,
  type EncoderDescription,
  type PlaceOfValues,
  scoresName,
} from "./describe-encoder.ts";
export { type DescribeOptions, describeModel } from "./describe-model.ts";
export type { ValueAndGradients } from "./differentiate.ts";
export {
  attentionDistillation,
  hiddenDistillation,
  logitDistillation,
} from "./distillation-losses.ts";
export { type CodedTableBits, type EmbeddingBits, isEmbeddingBits } from "./embedding-bits.ts";
export {
  type AnyEncoderConfig,
  type BinarizationScheme,
  binarizationSchemes,
  checkEncoderConfig,
  type EncoderConfig,
  type EncoderLayers,
  encoderQuantizers,
  floatPrecision,
  formatPrecision,
  type ImageEncoderConfig,
  type ImageShape,
  type Precision,
  parsePrecision,
} from "./encoder-config.ts";
export type { EncoderBatch, EncoderOutputs } from "./encoder-forward.ts";
export { encoderParameterShapes, initializeEncoder } from "./encoder-parameters.ts";
export { type DensePart, type EncoderParts, encoderParts } from "./encoder-parts.ts";
export { roundWithFeedback } from "./error-feedback.ts";
export { type ExportEncoderOptions, exportEncoder } from "./export-encoder.ts";
export { type ExportOptions, exportModel } from "./export-model.ts";
export { fitQuantizers } from "./first-batch.ts";
export { type FitGridsOptions, fitGrids } from "./fit-grids.ts";
export { allocateGridBits, type GridErrors, gridErrors } from "./grid-bits.ts";
export type { ImageBatch } from "./image-batch.ts";
export { type CalibrationText, inputCorrelations } from "./input-correlations.ts";
export {
  type CrossEntropyOptions,
  labelSmoothedCrossEntropy,
  type Teacher,
} from "./label-smoothed-cross-entropy.ts";
export { layerNorm, layerNormEpsilon } from "./layer-norm.ts";
export { type LearningRateSchedule, type LowRateTail, learningRate } from "./learning-rate.ts";
export { type GridMatrix, type GridOptions, roundToGrid } from "./odd-grid.ts";
export { type ParameterPart, type ParameterShape, parameterShapes } from "./parameter-shapes.ts";
export {
  initializeParameters,
  type Parameter,
  type Parameters,
} from "./parameters.ts";
export type { Place, PlaceRole } from "./placed-quantizer.ts";
export type { ProductObservation, ProductObserver } from "./product-observation.ts";
export { dequantizeTable, type QuantizedTable, quantizeTable } from "./quantized-table.ts";
export type { SpecialTokens } from "./special-tokens.ts";
export { batchOfPairs, type SentencePair } from "./target-log-probabilities.ts";
export { batchOfTexts, type TextBatch } from "./text-batch.ts";
export {
  createImageEncoder,
  createTextEncoder,
  type Encoder,
  type EncoderScoreOptions,
  type EncoderStepOptions,
  type ImageEncoder,
  type ImageScoreOptions,
  type TextEncoder,
} from "./text-encoder.ts";
export {
  createTransformer,
  type EvaluateOptions,
  type GreedyDecodeOptions,
  type Loss,
  type LossAndGradients,
  type LossOptions,
  type StepOptions,
  type Transformer,
} from "./transformer.ts";
export {
  bmtQuantizers,
  signQuantizers,
  softmaxAwareQuantizers,
  type TransformerQuantizers,
  twoSetQuantizers,
} from "./transformer-quantizers.ts";
export { type UnpackedModel, unpackModel } from "./unpack-model.ts";
