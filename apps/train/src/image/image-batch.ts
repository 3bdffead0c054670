import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../idx/image-set.ts";

/** Some images and what is to be said of them. */
export interface ImageBatch {
  /** Bytes as float32, `[count, height, width, channels]`. */
  readonly images: tf.Tensor4D;
  /** One-hot, `[count, classes]`. */
  readonly labels: tf.Tensor2D;
}

/** The images of the given numbers as tensors, which the caller disposes of. */
export function imageBatch(
  { height, width, channels, images, labels }: ImageSet,
  indices: ArrayLike<number>,
  classes: number,
): ImageBatch {
  const size = height * width * channels;
  const pixels = new Float32Array(indices.length * size);
  const oneHot = new Float32Array(indices.length * classes);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    pixels.set(images.subarray(index * size, (index + 1) * size), i * size);
    oneHot[i * classes + labels[index]] = 1;
  }
  return {
    images: tf.tensor4d(pixels, [indices.length, height, width, channels]),
    labels: tf.tensor2d(oneHot, [indices.length, classes]),
  };
}
