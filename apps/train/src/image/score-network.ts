import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../idx/image-set.ts";
import { imageBatch, oneHotLabels } from "./image-batch.ts";
import type { ImageLearner } from "./image-learner.ts";

/** How well a network does on images. */
export interface NetworkScore {
  /** Mean over the images. */
  readonly loss: number;
  /** Share of the images whose class has the greatest score. */
  readonly accuracy: number;
}

const batchImages = 250;

/** Scores a network as it is when it is not trained: batch normalization with running statistics. */
export async function scoreNetwork(
  learner: ImageLearner,
  set: ImageSet,
  classes: number,
): Promise<NetworkScore> {
  let lossSum = 0;
  let right = 0;
  for (let from = 0; from < set.count; from += batchImages) {
    await setImmediate(); // signals are heard between batches
    const count = Math.min(batchImages, set.count - from);
    const indices = Array.from({ length: count }, (_, i) => from + i);
    const batch = tf.tidy(() => {
      const labels = oneHotLabels(set, indices, classes);
      const scores = learner.scores(imageBatch(set, indices));
      const guesses = tf.argMax(scores, 1).dataSync();
      return {
        loss: learner.loss(labels, scores).dataSync()[0],
        right: indices.filter((index, i) => guesses[i] === set.labels[index]).length,
      };
    });
    lossSum += batch.loss * count;
    right += batch.right;
  }
  return { loss: lossSum / set.count, accuracy: right / set.count };
}
