import { type Elapsed, startStopwatch } from "../stopwatch.ts";
import type { Images } from "./images.ts";

/** A classifier in this process. */
export interface ImageClassifier {
  /** The scores of the classes of each image: [images, classes]. */
  scores(images: Images): Float32Array | Promise<Float32Array>;
}

/** How to pass over images. */
export interface PassOptions {
  /** Numbers of one image. */
  readonly length: number;
  /** Images that are classified together. */
  readonly batchSize: number;
  /** Passes over all of them. */
  readonly runs: number;
}

/** Times passes over images in batches. */
export async function timePasses(
  classifier: ImageClassifier,
  images: Images,
  { length, batchSize, runs }: PassOptions,
): Promise<Elapsed> {
  const step = batchSize * length;
  const stop = startStopwatch();
  for (let run = 0; run < runs; run++) {
    for (let first = 0; first < images.length; first += step) {
      await classifier.scores(images.subarray(first, first + step));
    }
  }
  return stop();
}
