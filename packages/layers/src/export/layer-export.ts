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

/** Why a layer cannot be written, and what to do instead. */
export class LayerRefusal extends RangeError {
  override readonly name: string = "RangeError";
  readonly layer: string;
  readonly className: string;
  /** The rule that it breaks. */
  readonly reason: string;
  readonly remedy: string;

  constructor(layer: tf.layers.Layer, { reason, remedy }: Refusal) {
    const className = layer.getClassName();
    super(`packClassifier: layer "${layer.name}" (${className}) ${reason}: ${remedy}`);
    this.layer = layer.name;
    this.className = className;
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** What is said of a layer that is refused. */
export interface Refusal {
  /** "must …, got …" */
  readonly reason: string;
  readonly remedy: string;
}

/** @param reason  "must …, got …" */
export function refusal(layer: tf.layers.Layer, reason: string, remedy: string): LayerRefusal {
  return new LayerRefusal(layer, { reason, remedy });
}

/** The value that a layer of one input reads. */
export function soleInput({ layer, inputs }: LayerCall): ExportedValue {
  const [x] = inputs;
  if (inputs.length === 1) return x;
  throw refusal(
    layer,
    `must have one input, got ${inputs.length}`,
    "join them with an add layer before",
  );
}
