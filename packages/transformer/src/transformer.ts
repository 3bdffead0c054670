import * as tf from "@tensorflow/tfjs";
import type { Batch } from "./batch.ts";
import { checkConfig, checkStep, type TransformerConfig } from "./config.ts";
import { differentiate } from "./differentiate.ts";
import { type Dropout, noDropout, seededDropout } from "./dropout.ts";
import type { EmbeddingBits } from "./embedding-bits.ts";
import { withEvaluationPass } from "./evaluation-pass.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { greedyDecode } from "./greedy-decode.ts";
import { labelSmoothedCrossEntropy, type Teacher } from "./label-smoothed-cross-entropy.ts";
import { variableReader } from "./model-variables.ts";
import type { GridMatrix } from "./odd-grid.ts";
import { parameterShapes } from "./parameter-shapes.ts";
import type { ProductObserver } from "./product-observation.ts";
import type { SpecialTokens } from "./special-tokens.ts";
import { type SentencePair, targetLogProbabilities } from "./target-log-probabilities.ts";
import { decodeTarget } from "./teacher-forcing.ts";
import { trainingArithmetic } from "./training-arithmetic.ts";
import {
  bmtQuantizers,
  checkQuantizers,
  type TransformerQuantizers,
} from "./transformer-quantizers.ts";

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
  /** Gradients of `lossSum` by parameter name; a variable that is not trainable has none. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** How to run the model as its packed file would. */
export interface EvaluateOptions {
  /** Training step: decides which groups are binarized. */
  readonly step: number;
  readonly tokens: SpecialTokens;
  /** Below 32: table, hidden rows and logits rounded as in a packed model; default 32. */
  readonly embeddingBits?: EmbeddingBits;
  /** Matrices on grids by the names of their nodes, as in a packed model; default: none. */
  readonly grids?: ReadonlyMap<string, GridMatrix>;
  /** Receives each dense node. */
  readonly observe?: ProductObserver;
}

export interface GreedyDecodeOptions extends EvaluateOptions {
  /** Most tokens of a result; default the configuration's maximum. */
  readonly maximumLength?: number;
  /** Sentences that are decoded together; default 64. */
  readonly batchSize?: number;
}

/** An encoder-decoder over variables that someone else owns and updates. */
export interface Transformer {
  readonly config: TransformerConfig;
  /** @throws RangeError if the batch does not fit the configuration. */
  loss(batch: Batch, options: LossOptions): Loss;
  /** One training step without the update. The caller disposes of the result.
   *  @throws RangeError if the batch does not fit the configuration. */
  lossAndGradients(batch: Batch, options: StepOptions): LossAndGradients;
  /** Distributions over the next token, `[size·(targetLength − 1), vocabulary]`: soft targets for another model.
   *  The caller disposes of the result.
   *  @throws RangeError if the batch does not fit the configuration. */
  probabilities(batch: Batch, options: { readonly step: number }): tf.Tensor2D;
  /** `log p(t₍ᵢ₊₁₎ | source, t₀ … tᵢ)` for each pair, one value less than the target has tokens.
   *  @throws RangeError if a pair does not fit the configuration. */
  logProbabilities(pairs: readonly SentencePair[], options: EvaluateOptions): Float32Array[];
  /** Greedy translations without begin and end, in the order of `sources`; ties go to the lower id.
   *  @throws RangeError if a source does not fit the configuration or a logit is NaN. */
  greedyDecode(sources: readonly (readonly number[])[], options: GreedyDecodeOptions): number[][];
}

/** A binarized encoder-decoder Transformer on tfjs (Zhang et al. 2023, Binarized Neural Machine Translation,
 *  https://arxiv.org/abs/2302.04907): pre-LN, tied embeddings, sinusoidal positions; with `extraNorms` also the norms
 *  after each dense layer and the shortcut around the output projection.
 *
 *  @param variables  one for each entry of `parameterShapes(config)`, by its name
 *  @param chosen  quantizers, default BMT's, with the estimator that the configuration names
 *  @throws RangeError if the configuration makes no Transformer, a variable is missing or has another shape, or a
 *    quantizer has another code than ±1 times a scale */
export function createTransformer(
  config: TransformerConfig,
  variables: ReadonlyMap<string, tf.Variable>,
  chosen?: TransformerQuantizers,
): Transformer {
  checkConfig(config);
  const quantizers = chosen ?? bmtQuantizers(config);
  checkQuantizers("createTransformer", quantizers);
  const parameter = variableReader("createTransformer", parameterShapes(config), variables);
  const { postScale = 1 } = config;
  const arithmetic = trainingArithmetic({ parameter, quantizers, postScale });
  const trainingPass = (step: number, dropout: Dropout): ForwardPass => {
    checkStep("Transformer", step);
    return { config, parameter, quantizers, step, dropout, arithmetic };
  };
  const evaluate = <T>(options: EvaluateOptions, run: (pass: ForwardPass) => T): T =>
    withEvaluationPass(config, { parameter, quantizers, embeddingBits: 32, ...options }, run);
  return {
    config,
    loss(batch: Batch, { step, seed, training, teacher }: LossOptions): Loss {
      const smoothing = training ? config.labelSmoothing : 0;
      const pass = trainingPass(step, training ? seededDropout(seed, step) : noDropout);
      return meanLoss(pass, batch, { smoothing, ...(teacher && { teacher }) });
    },
    lossAndGradients(batch: Batch, { step, seed, teacher }: StepOptions): LossAndGradients {
      const pass = trainingPass(step, seededDropout(seed, step));
      const options = { smoothing: config.labelSmoothing, ...(teacher && { teacher }) };
      let tokens = 0;
      const { value: lossSum, gradients } = differentiate(variables, () => {
        const result = batchLoss(pass, batch, options);
        tokens = result.tokens;
        return result.sum;
      });
      return { lossSum, tokens, gradients };
    },
    probabilities(batch: Batch, { step }: { readonly step: number }): tf.Tensor2D {
      const pass = trainingPass(step, noDropout);
      return tf.tidy(() => tf.softmax(pass.arithmetic.logits(decodeTarget(pass, batch).hidden)));
    },
    logProbabilities(pairs: readonly SentencePair[], options: EvaluateOptions): Float32Array[] {
      return evaluate(options, (pass) =>
        targetLogProbabilities(pass, pairs, options.tokens.padding),
      );
    },
    greedyDecode(
      sources: readonly (readonly number[])[],
      options: GreedyDecodeOptions,
    ): number[][] {
      const { tokens, maximumLength = config.maximumLength, batchSize = 64 } = options;
      return evaluate(options, (pass) =>
        greedyDecode(pass, sources, { tokens, maximumLength, batchSize }),
      );
    },
  };
}

interface BatchLossOptions {
  readonly smoothing: number;
  readonly teacher?: Teacher;
}

interface BatchLoss {
  readonly sum: tf.Scalar;
  readonly tokens: number;
}

function batchLoss(pass: ForwardPass, batch: Batch, options: BatchLossOptions): BatchLoss {
  const { hidden, target } = decodeTarget(pass, batch);
  const { labels, weights, tokens } = target;
  const table = pass.arithmetic.table();
  const sum = labelSmoothedCrossEntropy(hidden, table, { labels, weights, ...options });
  return { sum, tokens };
}

function meanLoss(pass: ForwardPass, batch: Batch, options: BatchLossOptions): Loss {
  let tokens = 0;
  const loss = tf.tidy(() => {
    const result = batchLoss(pass, batch, options);
    tokens = result.tokens;
    return tf.div<tf.Scalar>(result.sum, tokens);
  });
  return { loss, tokens };
}
