import { setImmediate } from "node:timers/promises";
import { batchOfTexts, type EncoderOutputs, type TextEncoder } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { type MaskedTexts, maskTokens } from "./masked-tokens.ts";
import type { TextObjective } from "./text-objective.ts";
import type { TextSplits } from "./text-splits.ts";

const batchTexts = 64;
/** Key of what is taken out of texts that are scored: the same each time. */
const scored = 2 ** 31;

/** The tokens that were taken out of texts: the row at each place times the table of embeddings is its scores.
 *
 *  Devlin et al. 2019, https://arxiv.org/abs/1810.04805, §3.1, task 1, without the dense layer before the table */
export function maskedObjective(
  encoder: TextEncoder,
  table: tf.Variable | undefined,
  { train, mask, tokens: { padding } }: TextSplits,
  seed: number,
): TextObjective {
  const { vocabularySize, features } = encoder.config;
  if (table === undefined) throw new RangeError("maskedObjective: the encoder has no table");
  const masked = (texts: readonly (readonly number[])[], ...keys: number[]): MaskedTexts =>
    maskTokens(texts, { mask, vocabularySize, keys: [seed, ...keys] });
  const scoresAt = ({ hidden }: EncoderOutputs, places: readonly number[]): tf.Tensor2D => {
    const rows = tf.gather(hidden[hidden.length - 1], tf.tensor1d([...places], "int32"));
    return tf.matMul(rows, tf.reshape<tf.Rank.R2>(table, [vocabularySize, features]), false, true);
  };
  return {
    stepOf(indices, step) {
      const { texts, places, targets } = masked(
        indices.map((index) => train.texts[index]),
        step,
      );
      return {
        batch: batchOfTexts(texts, padding),
        loss: (outputs) => meanCrossEntropy(scoresAt(outputs, places), targets, vocabularySize),
        dispose: () => undefined,
      };
    },
    async scoreOf({ texts }) {
      const sums = { loss: 0, right: 0, count: 0 };
      for (let from = 0; from < texts.length; from += batchTexts) {
        await setImmediate(); // signals are heard between batches
        const { places, targets, ...taken } = masked(
          texts.slice(from, from + batchTexts),
          scored,
          from,
        );
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

function meanCrossEntropy(
  scores: tf.Tensor2D,
  targets: readonly number[],
  vocabularySize: number,
): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot([...targets], vocabularySize), scores).asScalar();
}
