import type { ImageBatch } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../idx/image-set.ts";

/** The images of the given numbers. */
export function imageBatch(
  { height, width, channels, images }: ImageSet,
  indices: ArrayLike<number>,
): ImageBatch {
  const size = height * width * channels;
  const pixels = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    pixels.set(images.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
  }
  return { pixels, size: indices.length };
}

/** What is to be said of the images of the given numbers, `[count, classes]`; the caller disposes of it. */
export function oneHotLabels(
  { labels }: ImageSet,
  indices: ArrayLike<number>,
  classes: number,
): tf.Tensor2D {
  const oneHot = new Float32Array(indices.length * classes);
  for (let i = 0; i < indices.length; i++) oneHot[i * classes + labels[indices[i]]] = 1;
  return tf.tensor2d(oneHot, [indices.length, classes]);
}
