import * as tf from "@tensorflow/tfjs";
import { FeatureScale } from "../feature-scale.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";

/** A `FeatureScale`: an affine map, of which thresholds behind it leave nothing. */
export const exportFeatureScale: LayerExporter = (call) => {
  const { layer } = call;
  const value = soleInput(call);
  if (!(layer instanceof FeatureScale)) {
    throw refusal(
      layer,
      "must be the FeatureScale of this package",
      "register no other class of that name",
    );
  }
  if (value.isFlat && !isOnePixel(value)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const scales = layer.scales.dataSync();
  const pending = {
    name: layer.name,
    layer: layer.name,
    apply: (x: tf.Tensor2D): tf.Tensor2D => tf.mul(x, layer.scales),
    isRising: scales.every((scale) => scale >= 0),
    as: { op: "affine", scales, offsets: [0] },
  } as const;
  return { ...value, pending: [...value.pending, pending] };
};
