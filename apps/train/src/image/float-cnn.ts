import * as tf from "@tensorflow/tfjs";
import { denseLayers, normalizedRelu, scaledPixels } from "./float-layers.ts";
import type { NetworkShape } from "./network-shape.ts";

/** The float counterpart of `bnnCnn`, not compiled: {3×3 convolution → 2×2 max pool → batch normalization → relu}, then
 *  dense layers, and logits. */
export function floatCnn({ inputShape, filters, seed, ...shape }: NetworkShape): tf.Sequential {
  const convolutions = filters.flatMap((channels, index) => [
    tf.layers.conv2d({
      filters: channels,
      kernelSize: 3,
      padding: "same",
      useBias: false,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed + index }),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    ...normalizedRelu(shape.preset),
  ]);
  return tf.sequential({
    layers: [
      scaledPixels(inputShape),
      ...convolutions,
      tf.layers.flatten(),
      ...denseLayers({ ...shape, seed: seed + filters.length }),
    ],
  });
}
