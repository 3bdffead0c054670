import { setImmediate } from "node:timers/promises";
import type { Classifier } from "@bnnkit/runtime";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../idx/image-set.ts";
import {
  addComparisons,
  compareScores,
  noComparison,
  type PackedComparison,
} from "./compare-scores.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageLearner } from "./image-learner.ts";

const batchImages = 250;

/** Compares the scores of a trained network with those of its packed file, image by image. */
export async function comparePacked(
  learner: ImageLearner,
  classifier: Classifier,
  set: ImageSet,
): Promise<PackedComparison> {
  let comparison = noComparison;
  const size = set.height * set.width * set.channels;
  for (let from = 0; from < set.count; from += batchImages) {
    await setImmediate(); // signals are heard between batches
    const count = Math.min(batchImages, set.count - from);
    const trained = trainedScores(learner, set, from, count);
    const pixels = set.images.subarray(from * size, (from + count) * size);
    const packed = await classifier.scores(pixels);
    comparison = addComparisons(comparison, compareScores(trained, packed, classifier.classes));
  }
  return comparison;
}

function trainedScores(
  learner: ImageLearner,
  set: ImageSet,
  from: number,
  count: number,
): Float32Array {
  const indices = Array.from({ length: count }, (_, i) => from + i);
  return tf.tidy(() => Float32Array.from(learner.scores(imageBatch(set, indices)).dataSync()));
}
