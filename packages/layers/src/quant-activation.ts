import { createQuantizer, type Quantizer, type QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { configOf, type LayerArgs } from "./kernel-layer.ts";
import { singleTensor } from "./single-input.ts";

export interface QuantActivationArgs extends LayerArgs {
  /** A quantizer, its name, or its name and options; default "clipped-sign". */
  readonly quantizer?: QuantizerSpec | string;
}

/** `y = q(x)`. */
export class QuantActivation extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "QuantActivation";
  readonly quantizer: Quantizer;

  constructor(args: QuantActivationArgs = {}) {
    super(args);
    this.supportsMasking = true;
    this.quantizer = createQuantizer(args.quantizer ?? "clipped-sign");
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return this.quantizer.quantize(singleTensor(this.name, inputs));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), quantizer: configOf(this.quantizer) };
  }
}
tf.serialization.registerClass(QuantActivation);

/** A quantizer as a layer of its own: for values that more than one layer reads, or as the last of a network.
 *  @throws RangeError if the quantizer is not registered. */
export function quantActivation(args: QuantActivationArgs = {}): QuantActivation {
  return new QuantActivation(args);
}
