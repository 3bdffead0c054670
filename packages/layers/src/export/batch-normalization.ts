import * as tf from "@tensorflow/tfjs";
import type { Affine } from "./exported-value.ts";
import { numberOf } from "./layer-config.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";

/** Batch normalization over the features, with its running statistics. Quantized it becomes thresholds, found by what
 *  TensorFlow.js computes; else `γ/√(σ² + ε)·x + β − μ·γ/√(σ² + ε)`. */
export const exportBatchNormalization: LayerExporter = (call) => {
  const { layer, shapes } = call;
  const value = soleInput(call);
  const [shape] = shapes;
  const axis = numberOf(layer, "axis");
  if (axis !== -1 && axis !== shape.length - 1) {
    throw refusal(layer, `must normalize over the last axis, got ${axis}`, "take the axis -1");
  }
  if (value.isFlat && !isOnePixel(value)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const as = affineOf(layer);
  const { features } = value.type;
  const pending = {
    name: layer.name,
    layer: layer.name,
    apply(x: tf.Tensor2D): tf.Tensor2D {
      const places = shape.slice(1, -1).map(() => 1);
      const y = layer.call(tf.reshape(x, [-1, ...places, features]), { training: false });
      return tf.reshape(Array.isArray(y) ? y[0] : y, [-1, features]);
    },
    isRising: as.scales.every((scale) => scale >= 0),
    as,
  };
  return { ...value, pending: [...value.pending, pending] };
};

function affineOf(layer: tf.layers.Layer): Affine & { readonly scales: readonly number[] } {
  const { scale, center } = layer.getConfig();
  const weights = layer.getWeights().map((weight) => [...weight.dataSync()]);
  const gamma = scale === false ? undefined : weights.shift();
  const beta = center === false ? undefined : weights.shift();
  const [means, variances] = weights;
  const epsilon = numberOf(layer, "epsilon");
  const scales = variances.map((variance, c) => (gamma?.[c] ?? 1) / Math.sqrt(variance + epsilon));
  const offsets = means.map((mean, c) => (beta?.[c] ?? 0) - mean * scales[c]);
  return { op: "affine", scales, offsets };
}
