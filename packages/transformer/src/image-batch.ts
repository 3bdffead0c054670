import { checkLength } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { ImageEncoderConfig } from "./encoder-config.ts";

/** Images of bytes: `[size, height, width, channels]`, row-major. */
export interface ImageBatch {
  readonly pixels: Uint8Array;
  readonly size: number;
}

/** What a byte stands for as a share of the greatest. */
export const pixelScale: number = 1 / 255;

/** @throws RangeError if there are not so many pixels, or no image. */
export function checkImages(
  where: string,
  { pixels, size }: ImageBatch,
  { image: { height, width, channels } }: ImageEncoderConfig,
): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new RangeError(`${where}: size must be a positive integer, got ${size}`);
  }
  checkLength(where, "pixels", pixels.length, size * height * width * channels);
}

/** The patches of images, line by line, each with its pixels line by line, in 0 … 1: `[size·patches, patch·patch·channels]`. */
export function patchesOf(
  { pixels, size }: ImageBatch,
  { image: { height, width, channels }, patch }: ImageEncoderConfig,
): tf.Tensor2D {
  const [rows, columns] = [height / patch, width / patch];
  const shape = [size, rows, patch, columns, patch, channels];
  const scaled = tf.mul(tf.tensor(Float32Array.from(pixels), shape), pixelScale);
  const byPatch = tf.transpose(scaled, [0, 1, 3, 2, 4, 5]);
  return tf.reshape<tf.Rank.R2>(byPatch, [size * rows * columns, patch * patch * channels]);
}
