import { setImmediate } from "node:timers/promises";
import { batchOfTexts, type EncoderOutputs, type TextEncoder } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { type MaskedTexts, type MaskOptions, maskTokens } from "./masked-tokens.ts";
import type { TextObjective } from "./text-objective.ts";
import type { TextSet, TextSplits } from "./text-splits.ts";

const batchTexts = 64;
/** Key of what is taken out of texts that are scored: the same each time. */
const scored = 2 ** 31;

/** The tokens that were taken out of texts: the row at each place times the table of embeddings is its scores.
 *
 *  Devlin et al. 2019, https://arxiv.org/abs/1810.04805, §3.1, task 1, without the dense layer before the table */
export function maskedObjective(
  encoder: TextEncoder,
  { train, mask, tokens: { padding } }: TextSplits,
  seed: number,
): TextObjective {
  const { vocabularySize } = encoder.config;
  return {
    stepOf(indices, step) {
      const { texts, places, targets } = maskTokens(
        indices.map((index) => train.texts[index]),
        { mask, vocabularySize, keys: [seed, step] },
      );
      return {
        batch: batchOfTexts(texts, padding),
        loss: (outputs) => meanCrossEntropy(scoresAt(outputs, places), targets, vocabularySize),
        dispose: () => undefined,
      };
    },
    async scoreOf({ texts }) {
      const sums = { loss: 0, right: 0, count: 0 };
      for await (const taken of scoredBatches(texts, { mask, vocabularySize, seed })) {
        const { places, targets } = taken;
        const [loss, right] = tf.tidy(() => {
          const scores = scoresAt(encoder.outputs(batchOfTexts(taken.texts, padding)), places);
          const found = tf.equal(tf.argMax(scores, 1), tf.tensor1d([...targets], "int32"));
          return [
            meanCrossEntropy(scores, targets, vocabularySize).dataSync()[0],
            tf.sum(tf.cast(found, "int32")).dataSync()[0],
          ];
        });
        sums.loss += loss * targets.length;
        sums.right += right;
        sums.count += targets.length;
      }
      return { loss: sums.loss / sums.count, accuracy: sums.right / sums.count };
    },
    dispose: () => undefined,
  };
}

/** Scores of every word at some places of a batch. */
export function scoresAt(
  { rows, wordScores }: EncoderOutputs,
  places: readonly number[],
): tf.Tensor2D {
  return wordScores(tf.gather(rows, tf.tensor1d([...places], "int32")));
}

/** Texts that are scored, some at a time, with the same tokens taken out each time. */
export async function* scoredBatches(
  texts: TextSet["texts"],
  { seed, ...options }: Omit<MaskOptions, "keys"> & { readonly seed: number },
): AsyncGenerator<MaskedTexts, undefined> {
  for (let from = 0; from < texts.length; from += batchTexts) {
    await setImmediate(); // signals are heard between batches
    yield maskTokens(texts.slice(from, from + batchTexts), {
      ...options,
      keys: [seed, scored, from],
    });
  }
}

function meanCrossEntropy(
  scores: tf.Tensor2D,
  targets: readonly number[],
  vocabularySize: number,
): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot([...targets], vocabularySize), scores).asScalar();
}
