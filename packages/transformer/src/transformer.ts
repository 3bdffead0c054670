import * as tf from "@tensorflow/tfjs";
import { causalMask } from "./attention-mask.ts";
import { type Batch, checkBatch, shiftTarget } from "./batch.ts";
import { checkConfig, type TransformerConfig } from "./config.ts";
import { decode, decoderMemory } from "./decoder.ts";
import { noDropout, seededDropout } from "./dropout.ts";
import { encode } from "./encoder.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { labelSmoothedCrossEntropy, type Teacher } from "./label-smoothed-cross-entropy.ts";
import { parameterShapes } from "./parameters.ts";
import { trainingArithmetic } from "./training-arithmetic.ts";

export interface StepOptions {
  /** Training step: decides which groups are binarized, and the dropout masks. */
  readonly step: number;
  /** Seed of the dropout masks; give each data-parallel worker its own. */
  readonly seed: number;
  /** Soft targets for the labels, rows as in `shiftTarget`. */
  readonly teacher?: Teacher;
}

export interface LossOptions extends StepOptions {
  /** Dropout and label smoothing on; off for evaluation. */
  readonly training: boolean;
}

export interface Loss {
  /** Mean cross entropy per target token, in nats. */
  readonly loss: tf.Scalar;
  readonly tokens: number;
}

export interface LossAndGradients {
  /** Sum of the cross entropy over the target tokens. */
  readonly lossSum: tf.Scalar;
  readonly tokens: number;
  /** Gradients of `lossSum` by parameter name. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** An encoder-decoder over variables that someone else owns and updates. */
export interface Transformer {
  readonly config: TransformerConfig;
  /** @throws RangeError if the batch does not fit the configuration. */
  loss(batch: Batch, options: LossOptions): Loss;
  /** One training step without the update. The caller disposes of the result.
   *  @throws RangeError if the batch does not fit the configuration. */
  lossAndGradients(batch: Batch, options: StepOptions): LossAndGradients;
}

/** A binarized encoder-decoder Transformer on tfjs (Zhang et al. 2023, Binarized Neural Machine Translation,
 *  https://arxiv.org/abs/2302.04907): pre-LN, tied embeddings, sinusoidal positions; with `extraNorms` also the norms
 *  after each dense layer and the shortcut around the output projection.
 *
 *  @param variables  one for each entry of `parameterShapes(config)`, by its name
 *  @throws RangeError if the configuration makes no Transformer or a variable is missing or has another shape */
export function createTransformer(
  config: TransformerConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): Transformer {
  checkConfig(config);
  checkVariables(config, variables);
  const parameter = (name: string): tf.Tensor => {
    const variable = variables.get(name);
    if (!variable) throw new RangeError(`createTransformer: no variable ${name}`);
    return variable;
  };
  const lossSum = (batch: Batch, options: LossOptions): { sum: tf.Scalar; tokens: number } => {
    const { step, seed, training, teacher } = options;
    const dropout = training ? seededDropout(seed, step) : noDropout;
    const pass = { config, step, dropout, parameter, arithmetic: trainingArithmetic(parameter) };
    return batchLoss(pass, batch, {
      smoothing: training ? config.labelSmoothing : 0,
      ...(teacher && { teacher }),
    });
  };
  return {
    config,
    loss(batch: Batch, options: LossOptions): Loss {
      checkBatch(batch, config.vocabularySize);
      const { tokens } = shiftTarget(batch);
      const loss = tf.tidy(() => tf.div<tf.Scalar>(lossSum(batch, options).sum, tokens));
      return { loss, tokens };
    },
    lossAndGradients(batch: Batch, options: StepOptions): LossAndGradients {
      checkBatch(batch, config.vocabularySize);
      let tokens = 0;
      const { value, grads } = tf.variableGrads(() => {
        const result = lossSum(batch, { ...options, training: true });
        tokens = result.tokens;
        return result.sum;
      }, [...variables.values()]);
      const gradients = new Map<string, tf.Tensor>();
      for (const [name, variable] of variables) gradients.set(name, grads[variable.name]);
      return { lossSum: value, tokens, gradients };
    },
  };
}

function batchLoss(
  pass: ForwardPass,
  batch: Batch,
  options: { readonly smoothing: number; readonly teacher?: Teacher },
): { sum: tf.Scalar; tokens: number } {
  const { size, padding } = batch;
  const { inputs, labels, weights, tokens } = shiftTarget(batch);
  const encoded = encode(pass, { ids: batch.source, size }, padding);
  const memory = decoderMemory(pass, encoded);
  const mask = causalMask(batch.targetLength - 1);
  const { hidden } = decode(pass, { ids: inputs, size }, { memory, mask });
  const table = pass.arithmetic.table();
  const sum = labelSmoothedCrossEntropy(hidden, table, { labels, weights, ...options });
  return { sum, tokens };
}

function checkVariables(
  config: TransformerConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): void {
  for (const { name, shape } of parameterShapes(config)) {
    const found = variables.get(name)?.shape;
    if (found?.join() !== shape.join()) {
      throw new RangeError(
        `createTransformer: variable ${name} must have shape [${shape}], got ${found ? `[${found}]` : "none"}`,
      );
    }
  }
}
