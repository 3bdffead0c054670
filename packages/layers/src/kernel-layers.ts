import type * as tf from "@tensorflow/tfjs";
import { KernelLayer } from "./kernel-layer.ts";
import { QuantSeparableConv2D } from "./quant-separable-conv2d.ts";

/** Layers with a kernel of this package, in the order of the model; both products of a separable convolution. */
export function kernelLayers(model: tf.LayersModel): readonly KernelLayer[] {
  return model.layers.flatMap((layer) => {
    if (layer instanceof KernelLayer) return [layer];
    return layer instanceof QuantSeparableConv2D ? [layer.depthwise, layer.pointwise] : [];
  });
}

/** The latent weights of a model: the variables of its quantized kernels. As the case of an optimizer,
 *  `matches: (variable) => latent.has(variable)`, they have a rate and a decay of their own.
 *  @throws RangeError if a layer is not built. */
export function latentKernels(model: tf.LayersModel): ReadonlySet<tf.Tensor> {
  const quantized = kernelLayers(model).filter((layer) => layer.quantizes("kernel"));
  return new Set(quantized.map(({ kernel }) => kernel));
}
