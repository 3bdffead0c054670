import * as tf from "@tensorflow/tfjs";
import { ShiftedPReLU } from "../shifted-prelu.ts";
import type { FeatureMap } from "./exported-value.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";
import { settled } from "./settled.ts";

/** A `ShiftedPReLU`: an activation with shifts. */
export const exportShiftedPReLU: LayerExporter = (call) => {
  const { layer } = call;
  const value = soleInput(call);
  if (!(layer instanceof ShiftedPReLU)) {
    throw refusal(
      layer,
      "must be the ShiftedPReLU of this package",
      "register no other class of that name",
    );
  }
  if (value.isFlat && !isOnePixel(value)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const [activation, ...scale] = mapsOf(layer);
  const y = { ...value, pending: [...value.pending, activation, ...scale] };
  // With a slope that falls there is more than one place to cross a threshold.
  return activation.isRising ? y : settled(call.writer, y);
};

/** The activation and, with a slope above zero, the scale behind it. */
function mapsOf(layer: ShiftedPReLU): readonly [FeatureMap, ...FeatureMap[]] {
  const { before, slopes, above, after } = layer.parameters;
  const shift = above ? tf.zerosLike(after) : after;
  const below = slopes.dataSync();
  const activation: FeatureMap = {
    name: layer.name,
    layer: layer.name,
    apply: (x) => tf.add(tf.prelu(tf.add(x, before), slopes), shift),
    isRising: below.every((slope) => slope >= 0),
    as: {
      op: "activation",
      function: "prelu",
      slopes: below,
      shifts: { before: before.dataSync(), after: shift.dataSync() },
    },
  };
  if (!above) return [activation];
  const scales = above.dataSync();
  const scale: FeatureMap = {
    name: `${layer.name}.above`,
    layer: layer.name,
    apply: (x) => tf.add(tf.mul(x, above), after),
    isRising: scales.every((slope) => slope >= 0),
    as: { op: "affine", scales, offsets: after.dataSync() },
  };
  return [activation, scale];
}
