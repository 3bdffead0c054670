import * as tf from "@tensorflow/tfjs";
import { activated, activationOf } from "./activation.ts";
import type { ExportedValue } from "./exported-value.ts";
import { checkChannelsLast, extentOf, paddingOf } from "./layer-config.ts";
import { type LayerCall, type LayerExporter, soleInput } from "./layer-export.ts";
import { type Factor, mapOf, windowOf, writeProduct } from "./product.ts";

/** A convolution of TensorFlow.js: float32 weights, zeros outside of the map. */
export const exportConv2d: LayerExporter = (call) => {
  const [kernel, bias] = call.layer.getWeights();
  return writeConvolution(call, { kernel, outputBias: bias });
};

/** A depthwise convolution of TensorFlow.js, whose kernel is [height, width, channels, outputs of each]. */
export const exportDepthwiseConv2d: LayerExporter = (call) => {
  const [depthwise, bias] = call.layer.getWeights();
  const [height, width, groups, outputs] = depthwise.shape;
  const kernel = tf.reshape(depthwise, [height, width, 1, groups * outputs]);
  return writeConvolution(call, { kernel, outputBias: bias, groups });
};

function writeConvolution(call: LayerCall, factor: Factor): ExportedValue {
  const { layer } = call;
  checkChannelsLast(layer);
  const map = mapOf(layer, soleInput(call));
  const window = windowOf(extentOf(layer, "kernelSize"), {
    strides: extentOf(layer, "strides"),
    dilations: extentOf(layer, "dilationRate"),
    margin: paddingOf(layer) === "same" ? { map, outside: 0 } : undefined,
  });
  return activated(call, writeProduct(call, factor, window), activationOf(layer));
}
