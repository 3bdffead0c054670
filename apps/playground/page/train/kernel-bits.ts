import { QuantConv2D, QuantDense } from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";
import type { KernelBits } from "./training-messages.ts";

/** The digits of the first hidden kernel: of the first layer with a quantized kernel behind the one that reads the pixels,
 *  or of that one where there is no other; undefined where no kernel is quantized. */
export function kernelBits(model: tf.LayersModel): KernelBits | undefined {
  const quantized = model.layers.flatMap((layer) => {
    const isProduct = layer instanceof QuantDense || layer instanceof QuantConv2D;
    return isProduct && layer.quantizes("kernel") ? [layer] : [];
  });
  const layer = quantized[1] ?? quantized[0];
  if (layer === undefined) return undefined;
  const [outputs, inputs] = layer.matrixShape;
  const digits = tf.tidy(() => {
    const [term] = layer.kernelQuantizer?.encode(layer.kernel) ?? [];
    return term === undefined ? new Float32Array(0) : term.digits.dataSync();
  });
  return { layer: layer.name, inputs, outputs, digits: Int8Array.from(digits, Math.sign) };
}
