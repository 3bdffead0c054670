import type * as tf from "@tensorflow/tfjs";
import { differentiate, type ValueAndGradients } from "./differentiate.ts";
import { type Dropout, noDropout, seededDropout } from "./dropout.ts";
import {
  type AnyEncoderConfig,
  checkEncoderConfig,
  type EncoderConfig,
  type ImageEncoderConfig,
} from "./encoder-config.ts";
import { type EncoderBatch, type EncoderOutputs, runEncoder } from "./encoder-forward.ts";
import { encoderParameterShapes } from "./encoder-parameters.ts";
import { checkEncoderBatch, encoderPass, encoderScores, joined } from "./encoder-pass.ts";
import type { ForwardPass } from "./forward-pass.ts";
import type { ImageBatch } from "./image-batch.ts";
import { variableReader } from "./model-variables.ts";
import type { ProductObserver } from "./product-observation.ts";
import { batchOfTexts, type TextBatch } from "./text-batch.ts";

export interface EncoderStepOptions {
  /** Decides the dropout masks, together with the seed. */
  readonly step: number;
  readonly seed: number;
}

export interface ImageScoreOptions {
  /** Receives each dense node. */
  readonly observe?: ProductObserver;
}

export interface EncoderScoreOptions extends ImageScoreOptions {
  /** Token id that fills the ends of rows. */
  readonly padding: number;
}

/** An encoder over variables that someone else owns and updates. */
export interface Encoder<Config, Batch> {
  readonly config: Config;
  /** What it makes of a batch, differentiable, with the numbers of training and without dropout. The caller disposes of it.
   *  @throws RangeError if the batch does not fit the configuration. */
  outputs(batch: Batch): EncoderOutputs;
  /** The value of a loss and its gradients, with dropout. The caller disposes of the result.
   *  @throws RangeError if the batch does not fit the configuration. */
  gradients(
    batch: Batch,
    loss: (outputs: EncoderOutputs) => tf.Scalar,
    options: EncoderStepOptions,
  ): ValueAndGradients;
}

/** An encoder of texts. */
export interface TextEncoder extends Encoder<EncoderConfig, TextBatch> {
  /** The scores as the packed model computes them: exact sums of digits, then scales and bias. `[texts, outputs]`
   *  @throws RangeError if a text does not fit the configuration. */
  scores(texts: readonly (readonly number[])[], options: EncoderScoreOptions): Float32Array;
}

/** An encoder of images. */
export interface ImageEncoder extends Encoder<ImageEncoderConfig, ImageBatch> {
  /** The scores as the packed model computes them: exact sums of digits, then scales and bias. `[images, outputs]`
   *  @throws RangeError if an image does not fit the configuration. */
  scores(images: readonly Uint8Array[], options?: ImageScoreOptions): Float32Array;
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
  const parameter = parameterReader("createTextEncoder", config, variables);
  return {
    ...encoderOver<EncoderConfig, TextBatch>(config, variables, parameter),
    scores: (texts, { padding, observe }) => {
      const samples = texts.map((text) => batchOfTexts([text], padding));
      return joined(encoderScores(config, parameter, samples, { observe }));
    },
  };
}

/** A trainable encoder of the patches of images, of the same layers; BiViT is the scheme "softmax-aware".
 *
 *  He et al. 2022, https://arxiv.org/abs/2211.07091
 *  @param variables  one for each entry of `encoderParameterShapes(config)`, by its name
 *  @throws RangeError if the configuration makes no encoder, or a variable is missing or has another shape. */
export function createImageEncoder(
  config: ImageEncoderConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): ImageEncoder {
  const parameter = parameterReader("createImageEncoder", config, variables);
  return {
    ...encoderOver<ImageEncoderConfig, ImageBatch>(config, variables, parameter),
    scores: (images, { observe } = {}) => {
      const samples = images.map((pixels) => ({ pixels, size: 1 }));
      return joined(encoderScores(config, parameter, samples, { observe }));
    },
  };
}

function parameterReader(
  where: string,
  config: AnyEncoderConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): (name: string) => tf.Tensor {
  checkEncoderConfig(where, config);
  return variableReader(where, encoderParameterShapes(config), variables);
}

function encoderOver<Config extends AnyEncoderConfig, Batch extends EncoderBatch>(
  config: Config,
  variables: ReadonlyMap<string, tf.Variable>,
  parameter: (name: string) => tf.Tensor,
): Encoder<Config, Batch> {
  const passOf = (dropout: Dropout): ForwardPass => encoderPass(config, parameter, { dropout });
  return {
    config,
    outputs(batch) {
      checkEncoderBatch("outputs", config, batch);
      return runEncoder(passOf(noDropout), config, batch);
    },
    gradients(batch, loss, { step, seed }) {
      checkEncoderBatch("gradients", config, batch);
      const pass = passOf(seededDropout(seed, step));
      return differentiate(variables, () => loss(runEncoder(pass, config, batch)));
    },
  };
}
