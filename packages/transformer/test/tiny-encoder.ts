import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { type EncoderConfig, floatPrecision } from "../src/encoder-config.ts";
import { initializeEncoder } from "../src/encoder-parameters.ts";
import { fitQuantizers } from "../src/first-batch.ts";
import type { Parameters } from "../src/parameters.ts";
import { batchOfTexts } from "../src/text-batch.ts";

/** Sizes are distinct where they may be; heads of 8 features, as bits of attention have. */
export const tinyEncoder: EncoderConfig = {
  vocabularySize: 23,
  features: 16,
  heads: 2,
  feedForwardFeatures: 20,
  layers: 2,
  maximumLength: 11,
  outputs: 3,
  dropout: 0,
  normalization: "after",
  positions: "learned",
  pooling: "first",
  precision: floatPrecision,
};

export const encoderTokens = { vocabularySize: 23, padding: 0, begin: 1, end: 2 } as const;

/** Texts of one to many tokens. */
export const encoderTexts: readonly (readonly number[])[] = [
  [1, 5, 9, 22, 7, 2],
  [1, 2],
  [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2],
];

/** Parameters as after training: norms and biases are not what they begin with, and quantizers fit a batch. */
export function trainedLike(config: EncoderConfig, seed = 5): Parameters {
  const random = createRandom(seed);
  const moved = Object.entries(initializeEncoder(config, seed)).map(([name, { shape, values }]) => {
    const isMoved = /(gamma|beta|bias|shift)$/.test(name);
    return [
      name,
      { shape, values: isMoved ? values.map((v) => v + 0.3 * random.normal()) : values },
    ] as const;
  });
  const fitted = fitQuantizers(config, Object.fromEntries(moved), batchOfTexts(encoderTexts, 0));
  for (const [name, { values }] of Object.entries(fitted)) {
    if (name.endsWith("/weights/scales")) values.set(values.map((v, i) => (1 + i / 10) * v));
  }
  return fitted;
}

export function encoderVariables(parameters: Parameters): Map<string, tf.Variable> {
  return new Map(
    Object.entries(parameters).map(([name, { shape, values }]) => [
      name,
      tf.variable(tf.tensor(values.slice(), [...shape]), true),
    ]),
  );
}
