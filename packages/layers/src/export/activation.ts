import * as tf from "@tensorflow/tfjs";
import type { Activation, ExportedValue } from "./exported-value.ts";
import { type LayerCall, type LayerExporter, refusal, soleInput } from "./layer-export.ts";

/** The function that a layer names; undefined for none.
 *  @throws RangeError naming the layer for any other than "linear", "relu" and "tanh". */
export function activationOf(layer: tf.layers.Layer): Activation["function"] | undefined {
  const { activation } = layer.getConfig();
  if (activation === "linear" || activation === undefined || activation === null) return undefined;
  if (activation === "relu" || activation === "tanh") return activation;
  const remedy =
    activation === "softmax" || activation === "sigmoid"
      ? "leave it out of the last layer: the greatest score stays the greatest"
      : "take one of them";
  throw refusal(
    layer,
    `must have the activation "linear", "relu" or "tanh", got ${JSON.stringify(activation)}`,
    remedy,
  );
}

/** A value with a function of each number behind it. */
export function activated(
  { layer }: Pick<LayerCall, "layer">,
  value: ExportedValue,
  f: Activation["function"] | undefined,
): ExportedValue {
  if (f === undefined) return value;
  const pending = {
    name: `${layer.name}.${f}`,
    layer: layer.name,
    apply: (x: tf.Tensor2D) => (f === "relu" ? tf.relu(x) : tf.tanh(x)),
    isRising: true,
    as: { op: "activation", function: f },
  } as const;
  return { ...value, pending: [...value.pending, pending] };
}

/** An activation layer. */
export const exportActivation: LayerExporter = (call) =>
  activated(call, soleInput(call), activationOf(call.layer));

/** A ReLU layer without a greatest value. */
export const exportRelu: LayerExporter = (call) => {
  const { maxValue } = call.layer.getConfig();
  if (maxValue !== undefined && maxValue !== null) {
    throw refusal(call.layer, "must have no maxValue", "clip with a quantizer instead");
  }
  return activated(call, soleInput(call), "relu");
};
