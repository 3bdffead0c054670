import { activated, activationOf } from "./activation.ts";
import { checkChannelsLast, extentOf, paddingOf } from "./layer-config.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";
import { mapOf, windowOf, writeProduct } from "./product.ts";

/** A convolution of TensorFlow.js: float32 weights, zeros outside of the map. */
export const exportConv2d: LayerExporter = (call) => {
  const { layer } = call;
  checkChannelsLast(layer);
  const [kernel, bias] = layer.getWeights();
  const map = mapOf(layer, soleInput(call));
  const window = windowOf(extentOf(layer, "kernelSize"), {
    strides: extentOf(layer, "strides"),
    dilations: extentOf(layer, "dilationRate"),
    margin: paddingOf(layer) === "same" ? { map, outside: 0 } : undefined,
  });
  return activated(call, writeProduct(call, { kernel, bias }, window), activationOf(layer));
};
