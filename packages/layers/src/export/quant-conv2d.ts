import { QuantConv2D } from "../quant-conv2d.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { mapOf, windowOf, writeProduct } from "./product.ts";

/** A `QuantConv2D`: its input quantizer becomes thresholds, its kernel digits. */
export const exportQuantConv2d: LayerExporter = (call) => {
  const { layer } = call;
  if (!(layer instanceof QuantConv2D))
    throw refusal(layer, "must be the QuantConv2D of this package");
  const { kernelSize, strides, dilationRate: dilations, padding, padValue: outside } = layer;
  const map = mapOf(layer, soleInput(call));
  const margin = padding === "same" ? { map, outside } : undefined;
  return writeProduct(call, layer, windowOf(kernelSize, { strides, dilations, margin }));
};
