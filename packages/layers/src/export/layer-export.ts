import type * as tf from "@tensorflow/tfjs";
import type { ExportedValue } from "./exported-value.ts";
import type { GraphWriter } from "./graph-writer.ts";

/** One call of a layer, to be written. */
export interface LayerCall {
  readonly layer: tf.layers.Layer;
  /** What it reads. */
  readonly inputs: readonly ExportedValue[];
  /** Shapes of it, the batch first. */
  readonly shapes: readonly tf.Shape[];
  readonly writer: GraphWriter;
}

/** Writes what a layer does and says what its value is.
 *  @throws RangeError for what a model file has no node for, see `refusal`. */
export type LayerExporter = (call: LayerCall) => ExportedValue;

/** What to say of a layer that cannot be written: the rule that it breaks, and what to do. */
export function refusal(layer: tf.layers.Layer, rule: string): RangeError {
  return new RangeError(`packClassifier: layer "${layer.name}" (${layer.getClassName()}) ${rule}`);
}

/** The value that a layer of one input reads. */
export function soleInput({ layer, inputs }: LayerCall): ExportedValue {
  const [x] = inputs;
  if (inputs.length === 1) return x;
  throw refusal(layer, `must have one input, got ${inputs.length}`);
}
