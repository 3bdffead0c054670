import * as tf from "@tensorflow/tfjs";
import type { ExportedValue } from "./exported-value.ts";
import { type LayerCall, type LayerExporter, refusal, soleInput } from "./layer-export.ts";

/** Functions that need nothing but a number, as TensorFlow.js computes them. */
const functions = {
  relu: (x: tf.Tensor2D): tf.Tensor2D => tf.relu(x),
  tanh: (x: tf.Tensor2D): tf.Tensor2D => tf.tanh(x),
  clip01: (x: tf.Tensor2D): tf.Tensor2D => tf.clipByValue(tf.relu(x), 0, 1),
} as const;

type PlainFunction = keyof typeof functions;

/** The function that a layer names; undefined for none.
 *  @throws RangeError naming the layer for any other than "linear", "relu" and "tanh". */
export function activationOf(layer: tf.layers.Layer): PlainFunction | undefined {
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
  f: PlainFunction | undefined,
): ExportedValue {
  if (f === undefined) return value;
  const pending = {
    name: `${layer.name}.${f}`,
    layer: layer.name,
    apply: functions[f],
    isRising: true,
    as: { op: "activation", function: f },
  } as const;
  return { ...value, pending: [...value.pending, pending] };
}

/** An activation layer. */
export const exportActivation: LayerExporter = (call) =>
  activated(call, soleInput(call), activationOf(call.layer));

/** A ReLU layer without a greatest value, or with 1, which holds numbers within 0 … 1. */
export const exportRelu: LayerExporter = (call) => {
  const { maxValue } = call.layer.getConfig();
  if (maxValue === undefined || maxValue === null) return activated(call, soleInput(call), "relu");
  if (maxValue === 1) return activated(call, soleInput(call), "clip01");
  throw refusal(
    call.layer,
    `must have no maxValue, or 1, got ${JSON.stringify(maxValue)}`,
    "put it between two rescaling layers, or clip with a quantizer",
  );
};
