import { type Code, numbersOf } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { QuantConv1D } from "../quant-conv1d.ts";
import { QuantConv2D } from "../quant-conv2d.ts";
import { QuantDepthwiseConv2D } from "../quant-depthwise-conv2d.ts";
import { QuantSeparableConv2D } from "../quant-separable-conv2d.ts";
import type { WindowLayer } from "../window-layer.ts";
import type { ExportedValue } from "./exported-value.ts";
import { type LayerCall, type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { mapOf, windowOf, writeProduct } from "./product.ts";

/** A `QuantConv2D`, also with fixed filters: its input quantizer becomes thresholds, its kernel digits. */
export const exportQuantConv2d: LayerExporter = (call) => {
  const { layer } = call;
  return layer instanceof QuantConv2D ? writeWindow(call, layer) : refuseClass(call);
};

/** A `QuantConv1D`: over a map of one row. */
export const exportQuantConv1d: LayerExporter = (call) => {
  const { layer } = call;
  return layer instanceof QuantConv1D ? writeWindow(call, layer) : refuseClass(call);
};

/** A `QuantDepthwiseConv2D`: as many groups as there are channels. */
export const exportQuantDepthwiseConv2d: LayerExporter = (call) => {
  const { layer } = call;
  if (!(layer instanceof QuantDepthwiseConv2D)) return refuseClass(call);
  return writeWindow(call, layer, soleInput(call).type.features);
};

/** A `QuantSeparableConv2D`: its two products. */
export const exportQuantSeparableConv2d: LayerExporter = (call) => {
  const { layer, writer } = call;
  if (!(layer instanceof QuantSeparableConv2D)) return refuseClass(call);
  const { depthwise, pointwise } = layer;
  for (const part of [depthwise, pointwise]) writer.adopt(part.name, layer.name);
  const features = soleInput(call).type.features;
  const y = writeWindow({ ...call, layer: depthwise }, depthwise, features);
  return writeWindow({ ...call, layer: pointwise, inputs: [y] }, pointwise);
};

function writeWindow(call: LayerCall, layer: WindowLayer, groups: number = 1): ExportedValue {
  const { kernelSize, strides, dilationRate: dilations, padding } = layer;
  const { kernel, outputBias, inputQuantizer, kernelQuantizer, inputScale, outputMap } = layer;
  const map = mapOf(layer, soleInput(call));
  const outside = outsideOf(layer, soleInput(call).type.features);
  const margin = padding === "same" ? { map, outside } : undefined;
  return writeProduct(
    call,
    { kernel, outputBias, inputQuantizer, kernelQuantizer, inputScale, outputMap, groups },
    windowOf(kernelSize, { strides, dilations, margin }),
  );
}

/** What stands outside the map, one number for all features.
 *  @throws RangeError naming the layer if it is not. */
function outsideOf(layer: WindowLayer, features: number): number {
  const { padValue, inputQuantizer } = layer;
  if (padValue !== "quantized-zero") return padValue;
  if (inputQuantizer === undefined) return 0;
  const values = new Set(inputQuantizer.quantize(tf.zeros([1, features])).dataSync());
  const [value] = values;
  if (values.size === 1) return numberOf(inputQuantizer.code, value);
  throw refusal(
    layer,
    "must have one number outside of the map for all features",
    'take a number as padValue, not "quantized-zero"',
  );
}

/** The number of a code that a float32 sum of its terms stands for. */
function numberOf(code: Code, value: number): number {
  const distance = (number: number): number => Math.abs(number - value);
  return numbersOf("packClassifier", code).reduce(
    (nearest, { value: number }) => (distance(number) < distance(nearest) ? number : nearest),
    Number.POSITIVE_INFINITY,
  );
}

function refuseClass({ layer }: LayerCall): never {
  throw refusal(
    layer,
    `must be the ${layer.getClassName()} of this package`,
    "register no other class of that name",
  );
}
