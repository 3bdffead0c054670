import { type BnnPresetName, bnnPresets } from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";

/** Pixels 0 … 255 as 0 … 1: the zeros around a map are pixel 0. */
export function scaledPixels(inputShape: readonly number[]): tf.layers.Layer {
  return tf.layers.rescaling({ scale: 1 / 255, inputShape: [...inputShape] });
}

/** Batch normalization as a preset of BNN has it, then relu. */
export function normalizedRelu(preset: BnnPresetName): tf.layers.Layer[] {
  const { batchNormalization } = bnnPresets[preset];
  return [tf.layers.batchNormalization({ ...batchNormalization }), tf.layers.reLU()];
}

export interface FloatDenseOptions {
  readonly units: readonly number[];
  readonly classes: number;
  readonly preset: BnnPresetName;
  /** Of the first kernel; each further one has the next. */
  readonly seed: number;
}

/** Hidden dense layers, and one whose outputs are the logits of the classes. */
export function denseLayers({
  units,
  classes,
  preset,
  seed,
}: FloatDenseOptions): tf.layers.Layer[] {
  const hidden = units.flatMap((size, index) => [
    tf.layers.dense({
      units: size,
      useBias: false,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + index }),
    }),
    ...normalizedRelu(preset),
  ]);
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + units.length });
  return [...hidden, tf.layers.dense({ units: classes, kernelInitializer })];
}
