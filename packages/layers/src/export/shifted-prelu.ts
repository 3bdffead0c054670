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
  const [before, slopes, after] = layer.parameters.map((weight) => weight.dataSync());
  const pending: FeatureMap = {
    name: layer.name,
    layer: layer.name,
    apply: (x) => tf.reshape(layer.call(x), [-1, value.type.features]),
    isRising: true,
    as: { op: "activation", function: "prelu", slopes, shifts: { before, after } },
  };
  const y = { ...value, pending: [...value.pending, pending] };
  // With a slope that falls there is more than one place to cross a threshold.
  return slopes.every((slope) => slope >= 0) ? y : settled(call.writer, y);
};
