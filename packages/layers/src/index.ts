/**
 * Layers of binarized networks for TensorFlow.js, recipes made of them, `quantizeModel` for a network that one has, and
 * `packClassifier`, which makes a trained one the content of a model file.
 *
 * @module @bnnkit/layers
 */

export { check, type LayerProblem } from "./check/check.ts";
export type { CheckTarget } from "./check/targets.ts";
export {
  type ExponentialLearningRateOptions,
  exponentialLearningRate,
  exponentialRate,
} from "./exponential-learning-rate.ts";
export { type PackClassifierOptions, packClassifier } from "./export/pack-classifier.ts";
export { FeatureScale, type FeatureScaleArgs, featureScale } from "./feature-scale.ts";
export type { KernelLayerArgs } from "./kernel-layer-args.ts";
export { latentKernels } from "./kernel-layers.ts";
export type { KernelStart } from "./kernel-start.ts";
export {
  LocallyBinaryConv2D,
  type LocallyBinaryConv2DArgs,
  locallyBinaryConv2d,
} from "./locally-binary-conv2d.ts";
export { Mixture, type MixtureArgs, mixture } from "./mixture.ts";
export { type BnnCnnOptions, bnnCnn } from "./networks/bnn-cnn.ts";
export { type BnnMlpOptions, bnnMlp } from "./networks/bnn-mlp.ts";
export { type ImageNetworkOptions, imageNetwork } from "./networks/image-network.ts";
export { type SqueezeExciteOptions, squeezeExcite } from "./networks/squeeze-excite.ts";
export {
  NormalizedDense,
  type NormalizedDenseArgs,
  normalizedDense,
} from "./normalized-dense.ts";
export {
  BooleanFlips,
  type BooleanFlipsOptions,
  booleanFlips,
} from "./optimizers/boolean-flips.ts";
export { Bop, type BopOptions, bop } from "./optimizers/bop.ts";
export {
  CaseOptimizer,
  type CaseOptimizerOptions,
  caseOptimizer,
  type OptimizerCase,
} from "./optimizers/case-optimizer.ts";
export type { LatentScale } from "./optimizers/latent-scale.ts";
export {
  ScaledLatentUpdate,
  type ScaledLatentUpdateOptions,
  scaledLatentUpdate,
} from "./optimizers/scaled-latent-update.ts";
export { ShiftAdaMax, type ShiftAdaMaxOptions, shiftAdaMax } from "./optimizers/shift-ada-max.ts";
export type { StateOptimizer } from "./optimizers/state-optimizer.ts";
export type { Gradients, NamedTensors } from "./optimizers/variable-gradients.ts";
export { WeightDecay, type WeightDecayOptions, weightDecay } from "./optimizers/weight-decay.ts";
export type { OutputMap } from "./output-map.ts";
export { QuantActivation, type QuantActivationArgs, quantActivation } from "./quant-activation.ts";
export { QuantConv1D, type QuantConv1DArgs, quantConv1d } from "./quant-conv1d.ts";
export { QuantConv2D, type QuantConv2DArgs, quantConv2d } from "./quant-conv2d.ts";
export {
  QuantConv2DTranspose,
  type QuantConv2DTransposeArgs,
  quantConv2dTranspose,
} from "./quant-conv2d-transpose.ts";
export { QuantDense, type QuantDenseArgs, quantDense } from "./quant-dense.ts";
export {
  QuantDepthwiseConv2D,
  type QuantDepthwiseConv2DArgs,
  quantDepthwiseConv2d,
} from "./quant-depthwise-conv2d.ts";
export { QuantEmbedding, type QuantEmbeddingArgs, quantEmbedding } from "./quant-embedding.ts";
export {
  QuantSeparableConv2D,
  type QuantSeparableConv2DArgs,
  quantSeparableConv2d,
} from "./quant-separable-conv2d.ts";
export { quantizeModel } from "./quantize/quantize-model.ts";
export type { QuantizeOptions } from "./quantize/quantize-options.ts";
export {
  type LayerArgs,
  type QuantizedRole,
  QuantizingLayer,
  setTrainingStep,
} from "./quantizing-layer.ts";
export {
  ShiftBatchNormalization,
  type ShiftBatchNormalizationArgs,
  shiftBatchNormalization,
} from "./shift-batch-normalization.ts";
export {
  ShiftedPReLU,
  type ShiftedPReLUArgs,
  type ShiftedPReLUParameters,
  shiftedPReLU,
} from "./shifted-prelu.ts";
export { squareHinge, summedSquareHinge } from "./square-hinge.ts";
export { formatSummary } from "./summary/format-summary.ts";
export {
  type NetworkCounts,
  type NetworkLayerSummary,
  type NetworkSummary,
  summary,
} from "./summary/summary.ts";
export type { BnnPresetName } from "./systems/bnn.ts";
export { scheduledValue, scheduleParameter } from "./systems/parameter-schedule.ts";
export {
  type QuantizedShares,
  scheduleQuantization,
  setQuantizedShare,
} from "./systems/quantization-schedule.ts";
export type {
  ActivationName,
  BinarizationSystem,
  BlockName,
  LossName,
  ParameterSchedule,
  QuantizationOnset,
  QuantizationSchedule,
  Recipe,
  RecipeFilters,
  RecipeGate,
  RecipeOptimizer,
  RecipeProduct,
  ScheduleCurve,
} from "./systems/recipe.ts";
export { type Loss, recipeLoss } from "./systems/recipe-loss.ts";
export { recipeOf } from "./systems/recipe-of.ts";
export {
  type RecipeOptimizerOptions,
  recipeOptimizer,
  type ScheduledOptimizer,
} from "./systems/recipe-optimizer.ts";
export { type SystemName, systems } from "./systems/systems.ts";
export {
  scheduleTraining,
  type TrainingScheduleOptions,
  type TrainingSchedules,
  trainingProgress,
  trainingSchedule,
} from "./systems/training-schedule.ts";
export type { GateOptions } from "./tables/gate-options.ts";
export { GroupSum, type GroupSumArgs, groupSum } from "./tables/group-sum.ts";
export { LogicConv2D, type LogicConv2DArgs, logicConv2d } from "./tables/logic-conv2d.ts";
export { LogicGates, type LogicGatesArgs, logicGates } from "./tables/logic-gates.ts";
export { LookUpTables, type LookUpTablesArgs, lookUpTables } from "./tables/look-up-tables.ts";
export { SeededLayer, type SeededLayerArgs } from "./tables/seeded-layer.ts";
export { SparseNeurons, type SparseNeuronsArgs, sparseNeurons } from "./tables/sparse-neurons.ts";
export { type EnumeratedUnits, TableLayer, type TableLayerArgs } from "./tables/table-layer.ts";
export {
  ThermometerEncoding,
  type ThermometerEncodingArgs,
  thermometerEncoding,
} from "./tables/thermometer-encoding.ts";
export {
  type BinarizationMetrics,
  type BinarizationMetricsOptions,
  binarizationMetrics,
} from "./training/binarization-metrics.ts";
export {
  type DistillationLossOptions,
  distillationLoss,
  distributionalLoss,
} from "./training/distillation-loss.ts";
export type { Histogram } from "./training/histogram.ts";
export type { KernelMetrics } from "./training/kernel-metrics.ts";
export { type SoftTargetsOptions, softTargets } from "./training/soft-targets.ts";
export type { WindowLayerArgs } from "./window-layer.ts";
export type { PaddingName, Size } from "./window-options.ts";
export { binaryAlexNet, binaryNet, xnorAlexNet } from "./zoo/chains.ts";
export { type EbnnName, ebnn } from "./zoo/ebnn.ts";
export { type LbcnnName, lbcnn } from "./zoo/lbcnn.ts";
export { type PaperMlpName, paperMlp } from "./zoo/paper-mlp.ts";
export { quickNet } from "./zoo/quicknet.ts";
export { reActNetA } from "./zoo/reactnet-a.ts";
export { biRealNet18, reActNet18 } from "./zoo/residual-net18.ts";
export type { ZooOptions } from "./zoo/zoo-options.ts";
