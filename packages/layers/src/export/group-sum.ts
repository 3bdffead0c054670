import * as tf from "@tensorflow/tfjs";
import { GroupSum } from "../tables/group-sum.ts";
import { codedBits } from "./coded-bits.ts";
import { type LayerExporter, refusal } from "./layer-export.ts";

/** A `GroupSum`: counts of bits; the temperature is a scale behind them. */
export const exportGroupSum: LayerExporter = (call) => {
  const { layer, writer } = call;
  if (!(layer instanceof GroupSum)) {
    throw refusal(
      layer,
      "must be the GroupSum of this package",
      "register no other class of that name",
    );
  }
  const { value, bits, count, code } = codedBits(call);
  if (bits > 1 && code === "binary") {
    throw refusal(
      layer,
      "must read values whose bits can be counted, not binary digits",
      'take outputCode "thermometer" for the neurons before it',
    );
  }
  const { groups } = layer;
  const name = writer.nameOf(layer.name);
  const sums = writer.write({ op: "group-sum", name, inputs: [value.name], groups }, value);
  const scale = layer.scaleOf(count / groups);
  const pending = {
    name: `${layer.name}.temperature`,
    layer: layer.name,
    apply: (x: tf.Tensor2D): tf.Tensor2D => tf.mul(x, scale),
    isRising: true,
    as: { op: "affine", scales: [scale], offsets: [0] },
  } as const;
  return { ...sums, isFlat: false, pending: [pending] };
};
