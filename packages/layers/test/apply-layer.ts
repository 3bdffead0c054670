import * as tf from "@tensorflow/tfjs";

/** The one tensor that a layer makes of another. */
export function applyLayer(layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  const y = layer.apply(x);
  if (y instanceof tf.Tensor) return y;
  throw new TypeError("applyLayer: the layer must give one tensor");
}
