import type * as tf from "@tensorflow/tfjs";
import { type Dropout, noDropout } from "./dropout.ts";
import {
  type AnyEncoderConfig,
  encoderQuantizers,
  readsImages,
  stackConfigOf,
} from "./encoder-config.ts";
import { type EncoderBatch, type EncoderOutputs, runEncoder } from "./encoder-forward.ts";
import { withEvaluationPass } from "./evaluation-pass.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { checkImages } from "./image-batch.ts";
import { type Place, type PlacedQuantizer, placeQuantizer } from "./placed-quantizer.ts";
import type { ProductObserver } from "./product-observation.ts";
import { withScope } from "./scope.ts";
import { settledQuantizers } from "./settled-quantizers.ts";
import { checkTexts } from "./text-batch.ts";
import { trainingArithmetic } from "./training-arithmetic.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

export interface EncoderPassOptions {
  readonly dropout?: Dropout;
  /** The quantizer of values at a place; default: with the parameters that it has there. */
  readonly placed?: (place: Place, x: tf.Tensor) => PlacedQuantizer;
  /** Default: those of the configuration. */
  readonly quantizers?: TransformerQuantizers | undefined;
}

/** A differentiable pass of an encoder. */
export function encoderPass(
  config: AnyEncoderConfig,
  parameter: (name: string) => tf.Tensor,
  { dropout = noDropout, placed, quantizers: chosen }: EncoderPassOptions = {},
): ForwardPass {
  const quantizers = chosen ?? encoderQuantizers(config);
  const arithmetic = trainingArithmetic({
    parameter,
    quantizers,
    placed: placed ?? ((place: Place) => placeQuantizer(quantizers, place, parameter)),
    binaryTable: config.precision.embedding === 1,
  });
  return { config: stackConfigOf(config), parameter, quantizers, step: 0, dropout, arithmetic };
}

export interface EncoderScoresOptions {
  readonly observe?: ProductObserver | undefined;
  /** Which numbers; default: the scores of classes. */
  readonly of?: (outputs: EncoderOutputs) => tf.Tensor2D;
}

/** The scores of each sample by the arithmetic of a packed model, each by itself, so that no padding has a part in them. */
export function encoderScores(
  config: AnyEncoderConfig,
  parameter: (name: string) => tf.Tensor,
  samples: readonly EncoderBatch[],
  { observe, of = ({ scores }) => scores }: EncoderScoresOptions = {},
): readonly Float32Array[] {
  const quantizers = encoderQuantizers(config);
  return withEvaluationPass(
    stackConfigOf(config),
    {
      ...{ parameter, quantizers, step: 0, embeddingBits: 32 },
      settled: settledQuantizers(quantizers, parameter),
      binaryTable: config.precision.embedding === 1,
      ...(observe && { observe }),
    },
    (pass) =>
      samples.map((sample) => {
        checkEncoderBatch("scores", config, sample);
        return withScope(() => Float32Array.from(of(runEncoder(pass, config, sample)).dataSync()));
      }),
  );
}

/** Arrays of numbers one behind the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

/** @throws RangeError for a batch that an encoder cannot read. */
export function checkEncoderBatch(
  where: string,
  config: AnyEncoderConfig,
  batch: EncoderBatch,
): void {
  if (readsImages(config) && "pixels" in batch) checkImages(where, batch, config);
  else if (!readsImages(config) && "ids" in batch) checkTexts(where, batch, config.vocabularySize);
  else {
    const kind = readsImages(config) ? "images" : "texts";
    throw new RangeError(`${where}: batch must be ${kind}, as the encoder reads them`);
  }
}
