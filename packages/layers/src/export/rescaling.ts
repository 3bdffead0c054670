import * as tf from "@tensorflow/tfjs";
import { numberOf } from "./layer-config.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";

/** Rescaling: of the input it is the code of its pixels, elsewhere an affine function. */
export const exportRescaling: LayerExporter = (call) => {
  const { layer, writer } = call;
  const value = soleInput(call);
  if (value === writer.input && value.type.code[0].digit === "uint8") return value;
  const [scale, offset] = [numberOf(layer, "scale"), numberOf(layer, "offset")];
  const pending = {
    name: layer.name,
    layer: layer.name,
    apply: (x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.mul(x, scale), offset),
    isRising: scale >= 0,
    as: { op: "affine", scales: [scale], offsets: [offset] },
  } as const;
  return { ...value, pending: [...value.pending, pending] };
};
