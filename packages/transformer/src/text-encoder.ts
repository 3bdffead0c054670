import type * as tf from "@tensorflow/tfjs";
import { differentiate, type ValueAndGradients } from "./differentiate.ts";
import { type Dropout, noDropout, seededDropout } from "./dropout.ts";
import {
  checkEncoderConfig,
  type EncoderConfig,
  encoderQuantizers,
  stackConfigOf,
} from "./encoder-config.ts";
import { type EncoderOutputs, runEncoder } from "./encoder-forward.ts";
import { encoderParameterShapes } from "./encoder-parameters.ts";
import { withEvaluationPass } from "./evaluation-pass.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { variableReader } from "./model-variables.ts";
import { type Place, placeQuantizer } from "./placed-quantizer.ts";
import type { ProductObserver } from "./product-observation.ts";
import { withScope } from "./scope.ts";
import { settledQuantizers } from "./settled-quantizers.ts";
import { batchOfTexts, checkTexts, type TextBatch } from "./text-batch.ts";
import { trainingArithmetic } from "./training-arithmetic.ts";

export interface EncoderStepOptions {
  /** Decides the dropout masks, together with the seed. */
  readonly step: number;
  readonly seed: number;
}

export interface EncoderScoreOptions {
  /** Token id that fills the ends of rows. */
  readonly padding: number;
  /** Receives each dense node. */
  readonly observe?: ProductObserver;
}

/** An encoder over variables that someone else owns and updates. */
export interface TextEncoder {
  readonly config: EncoderConfig;
  /** What it makes of a batch, differentiable, with the numbers of training and without dropout. The caller disposes of it.
   *  @throws RangeError if the batch does not fit the configuration. */
  outputs(batch: TextBatch): EncoderOutputs;
  /** The value of a loss and its gradients, with dropout. The caller disposes of the result.
   *  @throws RangeError if the batch does not fit the configuration. */
  gradients(
    batch: TextBatch,
    loss: (outputs: EncoderOutputs) => tf.Scalar,
    options: EncoderStepOptions,
  ): ValueAndGradients;
  /** The scores as the packed model computes them: exact sums of digits, then scales and bias. `[texts, outputs]`
   *  @throws RangeError if a text does not fit the configuration. */
  scores(texts: readonly (readonly number[])[], options: EncoderScoreOptions): Float32Array;
}

/** A trainable encoder of texts on the layers of BMT, with the rules of BiT where its precision is below 32 bits.
 *
 *  Liu et al. 2022, https://arxiv.org/abs/2205.13016
 *  @param variables  one for each entry of `encoderParameterShapes(config)`, by its name
 *  @throws RangeError if the configuration makes no encoder, or a variable is missing or has another shape. */
export function createTextEncoder(
  config: EncoderConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): TextEncoder {
  const where = "createTextEncoder";
  checkEncoderConfig(where, config);
  const parameter = variableReader(where, encoderParameterShapes(config), variables);
  const passOf = (dropout: Dropout): ForwardPass => encoderPass(config, parameter, { dropout });
  return {
    config,
    outputs(batch) {
      checkTexts("outputs", batch, config.vocabularySize);
      return runEncoder(passOf(noDropout), config, batch);
    },
    gradients(batch, loss, { step, seed }) {
      checkTexts("gradients", batch, config.vocabularySize);
      const pass = passOf(seededDropout(seed, step));
      return differentiate(variables, () => loss(runEncoder(pass, config, batch)));
    },
    scores: (texts, options) => encoderScores(config, parameter, texts, options),
  };
}

export interface EncoderPassOptions {
  readonly dropout?: Dropout;
  /** The quantizer of values at a place; default: with the parameters that it has there. */
  readonly placed?: NonNullable<Parameters<typeof trainingArithmetic>[0]["placed"]>;
}

/** A differentiable pass of an encoder. */
export function encoderPass(
  config: EncoderConfig,
  parameter: (name: string) => tf.Tensor,
  { dropout = noDropout, placed }: EncoderPassOptions = {},
): ForwardPass {
  const quantizers = encoderQuantizers(config);
  const arithmetic = trainingArithmetic({
    parameter,
    quantizers,
    placed: placed ?? ((place: Place) => placeQuantizer(quantizers, place, parameter)),
    binaryTable: config.precision.embedding === 1,
  });
  return { config: stackConfigOf(config), parameter, quantizers, step: 0, dropout, arithmetic };
}

/** The scores of texts by the arithmetic of a packed model, each text by itself, so that no padding has a part in them. */
export function encoderScores(
  config: EncoderConfig,
  parameter: (name: string) => tf.Tensor,
  texts: readonly (readonly number[])[],
  { padding, observe }: EncoderScoreOptions,
): Float32Array {
  const quantizers = encoderQuantizers(config);
  const scores = new Float32Array(texts.length * config.outputs);
  withEvaluationPass(
    stackConfigOf(config),
    {
      ...{ parameter, quantizers, step: 0, embeddingBits: 32 },
      settled: settledQuantizers(quantizers, parameter),
      binaryTable: config.precision.embedding === 1,
      ...(observe && { observe }),
    },
    (pass) => {
      for (const [i, text] of texts.entries()) {
        const batch = batchOfTexts([text], padding);
        checkTexts("scores", batch, config.vocabularySize);
        const row = withScope(() => runEncoder(pass, config, batch).scores.dataSync());
        scores.set(row, i * config.outputs);
      }
    },
  );
  return scores;
}
