import { setImmediate } from "node:timers/promises";
import type { Classifier } from "@bnnkit/runtime";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../idx/image-set.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageLearner } from "./image-learner.ts";

/** How the packed network compares with the trained one. */
export interface PackedComparison {
  readonly images: number;
  /** Images that both give the same class. */
  readonly sameClass: number;
  /** Greatest difference of a score, divided by the greatest magnitude of a score of that image. */
  readonly largestDifference: number;
}

const batchImages = 250;

/** Compares the scores of a trained network with those of its packed file, image by image. */
export async function comparePacked(
  learner: ImageLearner,
  classifier: Classifier,
  set: ImageSet,
): Promise<PackedComparison> {
  let sameClass = 0;
  let largestDifference = 0;
  const size = set.height * set.width * set.channels;
  for (let from = 0; from < set.count; from += batchImages) {
    await setImmediate(); // signals are heard between batches
    const count = Math.min(batchImages, set.count - from);
    const trained = trainedScores(learner, set, from, count);
    const pixels = set.images.subarray(from * size, (from + count) * size);
    const packed = await classifier.scores(pixels);
    for (let i = 0; i < count; i++) {
      const row = (scores: Float32Array) =>
        scores.subarray(i * classifier.classes, (i + 1) * classifier.classes);
      const [expected, actual] = [row(trained), row(packed)];
      const largest = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
      const differences = actual.map((score, c) => Math.abs(score - expected[c]) / largest);
      largestDifference = Math.max(largestDifference, ...differences);
      if (indexOfLargest(expected) === indexOfLargest(actual)) sameClass++;
    }
  }
  return { images: set.count, sameClass, largestDifference };
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

function indexOfLargest(scores: Float32Array): number {
  return scores.indexOf(Math.max(...scores));
}
