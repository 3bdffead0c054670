import type * as tf from "@tensorflow/tfjs";
import { extentOf } from "../export/layer-config.ts";
import type { KernelLayer } from "../kernel-layer.ts";
import type { KernelLayerArgs } from "../kernel-layer-args.ts";
import { quantConv2d } from "../quant-conv2d.ts";
import { quantDense } from "../quant-dense.ts";
import type { QuantizeRecipe } from "./quantize-options.ts";

/** The quantized twin of a dense layer or a convolution, of the same name and sizes.
 *  @param isFirst  It reads the input of the model, which stays as it is.
 *  @throws RangeError for channels that are not last. */
export function quantizedLayer(
  layer: tf.layers.Layer,
  recipe: QuantizeRecipe,
  isFirst: boolean,
): KernelLayer {
  const config = layer.getConfig();
  const shared: KernelLayerArgs = {
    name: layer.name,
    trainable: layer.trainable,
    useBias: config.useBias === true,
    inputQuantizer: isFirst ? null : recipe.inputQuantizer,
    kernelQuantizer: isFirst ? recipe.firstKernelQuantizer : recipe.kernelQuantizer,
  };
  if (layer.getClassName() === "Dense") {
    return quantDense({ ...shared, units: Number(config.units) });
  }
  if (config.dataFormat === "channelsFirst") {
    throw new RangeError(`quantizeModel: layer "${layer.name}" must have its channels last`);
  }
  return quantConv2d({
    ...shared,
    filters: Number(config.filters),
    kernelSize: extentOf(layer, "kernelSize"),
    strides: extentOf(layer, "strides"),
    dilationRate: extentOf(layer, "dilationRate"),
    padding: config.padding === "same" ? "same" : "valid",
    padValue: isFirst ? 0 : recipe.padValue,
  });
}
