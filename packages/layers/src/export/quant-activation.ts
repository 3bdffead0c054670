import { QuantActivation } from "../quant-activation.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { quantized } from "./quantized.ts";

/** A `QuantActivation`: thresholds. */
export const exportQuantActivation: LayerExporter = (call) => {
  const { layer } = call;
  if (layer instanceof QuantActivation) {
    return quantized(call, soleInput(call), layer.quantizer, layer.name);
  }
  throw refusal(
    layer,
    "must be the QuantActivation of this package",
    "register no other class of that name",
  );
};
