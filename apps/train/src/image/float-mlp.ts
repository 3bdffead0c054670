import * as tf from "@tensorflow/tfjs";
import { denseLayers, scaledPixels } from "./float-layers.ts";
import type { NetworkShape } from "./network-shape.ts";

/** The float counterpart of `bnnMlp`, not compiled: {dense → batch normalization → relu} → dense, logits. */
export function floatMlp({ inputShape, ...shape }: NetworkShape): tf.Sequential {
  return tf.sequential({
    layers: [scaledPixels(inputShape), tf.layers.flatten(), ...denseLayers(shape)],
  });
}
