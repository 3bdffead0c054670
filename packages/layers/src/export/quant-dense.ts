import { QuantDense } from "../quant-dense.ts";
import { type LayerExporter, refusal } from "./layer-export.ts";
import { writeDense } from "./product.ts";

/** A `QuantDense`: its input quantizer becomes thresholds, its kernel digits. */
export const exportQuantDense: LayerExporter = (call) => {
  const { layer } = call;
  if (layer instanceof QuantDense) return writeDense(call, layer);
  throw refusal(
    layer,
    "must be the QuantDense of this package",
    "register no other class of that name",
  );
};
