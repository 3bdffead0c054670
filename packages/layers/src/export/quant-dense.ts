import { NormalizedDense } from "../normalized-dense.ts";
import { QuantDense } from "../quant-dense.ts";
import { writeBatchNormalization } from "./batch-normalization.ts";
import { type LayerCall, type LayerExporter, type LayerRefusal, refusal } from "./layer-export.ts";
import { writeDense } from "./product.ts";

/** A `QuantDense`: its input quantizer becomes thresholds, its kernel digits. */
export const exportQuantDense: LayerExporter = (call) => {
  const { layer } = call;
  if (layer instanceof QuantDense) return writeDense(call, layer);
  throw otherClass(call, "QuantDense");
};

/** The same, and its batch normalization. */
export const exportNormalizedDense: LayerExporter = (call) => {
  const { layer } = call;
  if (!(layer instanceof NormalizedDense)) throw otherClass(call, "NormalizedDense");
  const shapes = call.shapes.map((shape) => layer.computeOutputShape(shape));
  const inputs = [writeDense(call, layer)];
  return writeBatchNormalization({ ...call, layer: layer.normalization, inputs, shapes }, layer);
};

function otherClass({ layer }: LayerCall, className: string): LayerRefusal {
  return refusal(
    layer,
    `must be the ${className} of this package`,
    "register no other class of that name",
  );
}
