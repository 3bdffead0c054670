import * as tf from "@tensorflow/tfjs";
import { ShiftBatchNormalization } from "../shift-batch-normalization.ts";
import type { Affine, ExportedValue } from "./exported-value.ts";
import { numberOf } from "./layer-config.ts";
import { type LayerCall, type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";

/** Batch normalization over the features, with its running statistics. Quantized it becomes thresholds, found by what
 *  TensorFlow.js computes; else `γ/√(σ² + ε)·x + β − μ·γ/√(σ² + ε)`. */
export const exportBatchNormalization: LayerExporter = (call) =>
  writeBatchNormalization(call, call.layer);

/** The same of a batch normalization within another layer.
 *  @param owner  the layer of the model that its numbers are of */
export function writeBatchNormalization(call: LayerCall, owner: tf.layers.Layer): ExportedValue {
  const { layer, shapes } = call;
  const axis = numberOf(layer, "axis");
  if (axis !== -1 && axis !== shapes[0].length - 1) {
    throw refusal(layer, `must normalize over the last axis, got ${axis}`, "take the axis -1");
  }
  return normalized(call, affineOf(layer), owner);
}

/** The same by shifts: a power of two for each feature. */
export const exportShiftBatchNormalization: LayerExporter = (call) => {
  const { layer } = call;
  if (!(layer instanceof ShiftBatchNormalization)) {
    throw refusal(
      layer,
      "must be the ShiftBatchNormalization of this package",
      "register no other class of that name",
    );
  }
  const { scales, offsets } = layer.affine;
  const as = { scales: [...scales.dataSync()], offsets: offsets.dataSync() };
  return normalized(call, { op: "affine", ...as }, layer);
};

function normalized(call: LayerCall, as: FeatureAffine, owner: tf.layers.Layer): ExportedValue {
  const { layer, shapes } = call;
  const value = soleInput(call);
  const [shape] = shapes;
  if (value.isFlat && !isOnePixel(value)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const { features } = value.type;
  const pending = {
    name: layer.name,
    layer: owner.name,
    apply(x: tf.Tensor2D): tf.Tensor2D {
      const places = shape.slice(1, -1).map(() => 1);
      const y = layer.call(tf.reshape(x, [-1, ...places, features]), { training: false });
      return tf.reshape(Array.isArray(y) ? y[0] : y, [-1, features]);
    },
    isRising: as.scales.every((scale) => scale >= 0),
    as,
  };
  return { ...value, pending: [...value.pending, pending] };
}

type FeatureAffine = Affine & { readonly scales: readonly number[] };

function affineOf(layer: tf.layers.Layer): FeatureAffine {
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
