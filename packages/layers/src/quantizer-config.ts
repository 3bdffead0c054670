import type { Quantizer } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";

/** A quantizer in the JSON of a saved model. */
export function quantizerConfig(
  quantizer: Quantizer | undefined,
): tf.serialization.ConfigDict | null {
  if (!quantizer) return null;
  const { name, options } = quantizer;
  return JSON.parse(JSON.stringify({ name, options }));
}
