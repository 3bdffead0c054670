import * as tf from "@tensorflow/tfjs";
import type { BnnPreset } from "../bnn-presets.ts";

/** The sign of BNN, for inputs and kernels. */
const sign = "clipped-sign";

/** Options of a layer of ±1 times ±1. */
export const binary: { readonly inputQuantizer: string; readonly kernelQuantizer: string } = {
  inputQuantizer: sign,
  kernelQuantizer: sign,
};

/** Options of the layer that multiplies pixels: whole numbers on both sides, so that its sums are exact. */
export const first: { readonly kernelQuantizer: string } = { kernelQuantizer: "int8-rows" };

/** Pixels 0 … 255 as the whole numbers −128 … 127; what stands outside an image that has them is `background`. */
export function pixels(inputShape: tf.Shape): tf.layers.Layer {
  return tf.layers.rescaling({ scale: 1, offset: background, inputShape });
}

/** Pixel 0 behind {@link pixels}. */
export const background = -128;

/** Batch normalization over the features, the last axis, as a preset has it. */
export function normalization({ batchNormalization }: BnnPreset): tf.layers.Layer {
  return tf.layers.batchNormalization({ ...batchNormalization });
}

/** What a preset says of a layer with a kernel, each with a seed of its own. */
export function kernelOptions(
  { useBias, kernelClip }: BnnPreset,
  seed: number,
): { readonly useBias: boolean; readonly kernelClip: number | null; readonly seed: number } {
  return { useBias, kernelClip, seed };
}
