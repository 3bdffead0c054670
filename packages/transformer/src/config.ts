import { maximumPositions } from "@bnnkit/model";
import { type BmtEstimator, bmtEstimators } from "@bnnkit/quantizers";

/** Training step at which a group of tensors starts to be binarized; `false`: never. */
export type StartStep = number | false;

/** The groups of BMT that are switched separately (Zhang et al. 2023; defaults there: all at step 90,000). */
export interface BinarizationStarts {
  readonly feedForwardWeights: StartStep;
  readonly feedForwardActivations: StartStep;
  /** Kernels of the query, key, value and output projections. */
  readonly attentionWeights: StartStep;
  /** Inputs of the query, key and value projections. */
  readonly attentionActivations: StartStep;
  /** Input of the output projection. */
  readonly attentionOutputActivations: StartStep;
  /** Operands of QKᵀ and of probabilities · V. One-bit probabilities are all alike, as none is negative: a head then
   *  sums the values it may see. */
  readonly einsums: StartStep;
}

/** Shape and recipe that the layers of encoders and decoders share. */
export interface BlockConfig {
  readonly vocabularySize: number;
  /** Width d of every hidden row; even, at least 4, a multiple of `heads`. */
  readonly features: number;
  readonly heads: number;
  readonly feedForwardFeatures: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  /** Probability of dropping a value of the embedded rows and of every sublayer output. */
  readonly dropout: number;
  /** Probability of dropping an attention probability; default 0. */
  readonly attentionDropout?: number;
  /** Probability of dropping a hidden value inside the feed-forward layer; default 0. */
  readonly hiddenDropout?: number;
  /** Longest source or target, in tokens. */
  readonly maximumLength: number;
  /** Layer norms after the dense layers and the shortcut around the output projection, as in BMT §3. */
  readonly extraNorms: boolean;
  /** Constant on the output of every one-bit matrix, the alternative to the norms; default 1. */
  readonly postScale?: number;
  readonly binarize: BinarizationStarts;
}

/** Shape and recipe of a binarized encoder-decoder Transformer. */
export interface TransformerConfig extends BlockConfig {
  /** Mass ε that label smoothing spreads evenly over the vocabulary. */
  readonly labelSmoothing: number;
  /** What stands in for the derivative of one-bit activations in training; default "straight-through", as in BMT. */
  readonly activationEstimator?: BmtEstimator;
  /** Slope at 0 of the estimator "triangle"; default 2. */
  readonly triangleSlope?: number;
}

/** How layers are arranged, where it is not as in BMT. */
export interface LayerArrangement {
  /** Where layer norms stand: "before" each sublayer and behind the last layer, or "after" each sum with the residual and
   *  after the embedded rows, as in BERT. Default "before". */
  readonly normalization?: "before" | "after";
  /** Whether the projections of attention, where they are separate, have a bias. Default false. */
  readonly attentionBiases?: boolean;
  /** Whether query, key and value have a matrix and a quantizer of their own each. Default false. */
  readonly separateProjections?: boolean;
  /** "sinusoidal" beside √d times the table, or "learned" beside the table as it is. Default "sinusoidal". */
  readonly positions?: "sinusoidal" | "learned";
  /** What `attentionDropout` drops: "probabilities", or "scores" before the softmax, as in BiViT. Default "probabilities". */
  readonly attentionDropoutOf?: "probabilities" | "scores";
  /** ε of the layer norms. Default that of `layerNorm`. */
  readonly normEpsilon?: number;
}

/** What a stack of layers is made by. */
export interface StackConfig extends BlockConfig, LayerArrangement {}

/** Every group in float, or all five groups of the paper from one step on (the einsums stay float). */
export function binarizeFrom(start: StartStep): BinarizationStarts {
  return {
    feedForwardWeights: start,
    feedForwardActivations: start,
    attentionWeights: start,
    attentionActivations: start,
    attentionOutputActivations: start,
    einsums: false,
  };
}

/** Weights in one bit, activations in float. */
export function binarizeWeightsFrom(start: StartStep): BinarizationStarts {
  return { ...binarizeFrom(false), feedForwardWeights: start, attentionWeights: start };
}

const groups = [
  "feedForwardWeights",
  "feedForwardActivations",
  "attentionWeights",
  "attentionActivations",
  "attentionOutputActivations",
  "einsums",
] as const satisfies readonly (keyof BinarizationStarts)[];

/** Whether a group that starts at `start` is binarized at `step`. */
export function isBinarized(start: StartStep, step: number): boolean {
  return start !== false && step >= start;
}

/** @throws RangeError unless `step` is an integer ≥ 0: compared with a start step, NaN would be a float model. */
export function checkStep(where: string, step: number): void {
  if (!Number.isInteger(step) || step < 0) {
    throw new RangeError(`${where}: step must be an integer ≥ 0, got ${step}`);
  }
}

/** @throws RangeError naming the first field that makes no Transformer. */
export function checkConfig(config: TransformerConfig): void {
  checkBlockConfig("TransformerConfig", config);
  checkShare("TransformerConfig", "labelSmoothing", config.labelSmoothing);
  for (const name of ["postScale", "triangleSlope"] as const) {
    const value = config[name] ?? 1;
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`TransformerConfig: ${name} must be positive and finite, got ${value}`);
    }
  }
  const { activationEstimator } = config;
  if (activationEstimator !== undefined && !bmtEstimators.includes(activationEstimator)) {
    throw new RangeError(
      `TransformerConfig: activationEstimator must be one of ${bmtEstimators.join(", ")}, got ${activationEstimator}`,
    );
  }
}

/** @throws RangeError naming the first field that makes no layers. */
export function checkBlockConfig(where: string, config: BlockConfig): void {
  checkSizes(where, config);
  for (const name of ["dropout", "attentionDropout", "hiddenDropout"] as const) {
    checkShare(where, name, config[name] ?? 0);
  }
  for (const name of groups) {
    const start = config.binarize[name];
    if (start !== false && !(Number.isInteger(start) && start >= 0)) {
      throw new RangeError(`${where}: binarize.${name} must be false or a step ≥ 0, got ${start}`);
    }
  }
}

function checkShare(where: string, name: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new RangeError(`${where}: ${name} must be in [0, 1), got ${value}`);
}

function checkSizes(where: string, config: BlockConfig): void {
  const { vocabularySize, features, heads, feedForwardFeatures, maximumLength } = config;
  const { encoderLayers, decoderLayers } = config;
  const sizes = {
    vocabularySize,
    features,
    heads,
    feedForwardFeatures,
    encoderLayers,
    decoderLayers,
    maximumLength,
  };
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${where}: ${name} must be a positive integer, got ${value}`);
    }
  }
  if (features % 2 !== 0 || features < 4) {
    throw new RangeError(`${where}: features must be even and at least 4, got ${features}`);
  }
  if (maximumLength < 2 || maximumLength > maximumPositions) {
    throw new RangeError(
      `${where}: maximumLength must be in 2 … ${maximumPositions}, got ${maximumLength}`,
    );
  }
  if (features % heads !== 0) {
    throw new RangeError(`${where}: features (${features}) must be a multiple of heads (${heads})`);
  }
}
