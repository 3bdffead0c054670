import * as tf from "@tensorflow/tfjs";
import { QuantConv2D } from "../quant-conv2d.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { mapOf, windowOf, writeProduct } from "./product.ts";

/** A `QuantConv2D`: its input quantizer becomes thresholds, its kernel digits. */
export const exportQuantConv2d: LayerExporter = (call) => {
  const { layer } = call;
  if (!(layer instanceof QuantConv2D))
    throw refusal(
      layer,
      "must be the QuantConv2D of this package",
      "register no other class of that name",
    );
  const { kernelSize, strides, dilationRate: dilations, padding } = layer;
  const map = mapOf(layer, soleInput(call));
  const outside = outsideOf(layer, soleInput(call).type.features);
  const margin = padding === "same" ? { map, outside } : undefined;
  return writeProduct(call, layer, windowOf(kernelSize, { strides, dilations, margin }));
};

/** What stands outside the map, one number for all features.
 *  @throws RangeError naming the layer if it is not. */
function outsideOf(layer: QuantConv2D, features: number): number {
  const { padValue, inputQuantizer } = layer;
  if (padValue !== "quantized-zero") return padValue;
  if (inputQuantizer === undefined) return 0;
  const values = new Set(inputQuantizer.quantize(tf.zeros([1, features])).dataSync());
  const [value] = values;
  if (values.size === 1) return value;
  throw refusal(
    layer,
    "must have one number outside of the map for all features",
    'take a number as padValue, not "quantized-zero"',
  );
}
