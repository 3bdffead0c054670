import { activated, activationOf } from "./activation.ts";
import type { LayerExporter } from "./layer-export.ts";
import { writeDense } from "./product.ts";

/** A dense layer of TensorFlow.js: float32 weights. */
export const exportDense: LayerExporter = (call) => {
  const { layer } = call;
  const [kernel, bias] = layer.getWeights();
  return activated(call, writeDense(call, { kernel, outputBias: bias }), activationOf(layer));
};
