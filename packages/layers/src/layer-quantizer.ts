import type { QuantizeCall, Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { drawSeed } from "./draw-seed.ts";

/** Makes a weight of a layer: `addWeight`, which only the layer itself may call. */
export type AddWeight = (weight: {
  readonly name: string;
  readonly shape: number[];
  readonly initial: number;
  readonly trainable: boolean;
}) => tf.LayerVariable;

/** A quantizer as a layer uses it: its parameters are weights of the layer, and what it draws depends on the layer's seed
 *  and step. */
export class LayerQuantizer {
  readonly quantizer: Quantizer;
  readonly #weights = new Map<string, tf.LayerVariable>();

  constructor(quantizer: Quantizer) {
    this.quantizer = quantizer;
  }

  /** Adds its parameters to the layer.
   *  @param prefix  of their names
   *  @param features  of the tensor that it quantizes, its last axis
   *  @throws RangeError for a parameter of rows: outputs are the last axis here */
  build(prefix: string, features: number, addWeight: AddWeight): void {
    for (const parameter of this.quantizer.parameters ?? []) {
      const { initial, trainable } = parameter;
      const shape = parameter.shape.map((size) => {
        if (typeof size === "number") return size;
        if (size === "features") return features;
        throw new RangeError(
          `${this.quantizer.name}: ${parameter.name} must be of features in a layer, got rows (scaleAxis "weight-rows")`,
        );
      });
      const each = typeof initial === "number" ? undefined : initial;
      const name = `${prefix}.${parameter.name}`;
      const fill = typeof initial === "number" ? initial : 0;
      const weight = addWeight({ name, shape, initial: fill, trainable });
      if (each) write(weight, tf.tensor([...each], shape));
      this.#weights.set(parameter.name, weight);
    }
  }

  /** The parameters as they are now. */
  get values(): Readonly<Record<string, tf.Tensor>> {
    return Object.fromEntries([...this.#weights].map(([name, weight]) => [name, weight.read()]));
  }

  /** Sets a parameter, as a schedule does.
   *  @throws RangeError if there is none of that name. */
  set(name: string, value: number): void {
    const weight = this.#weights.get(name);
    if (weight === undefined) {
      const known = (this.quantizer.parameters ?? []).map((parameter) => parameter.name).join(", ");
      throw new RangeError(
        `${this.quantizer.name}: no parameter "${name}", only ${known || "none"}`,
      );
    }
    write(weight, tf.fill(weight.shape.map(Number), value));
  }

  /** `x + α·(q(x) − x)`, α the share; its gradient is so, too. */
  quantize(x: tf.Tensor, call: DrawingCall): tf.Tensor {
    const { share } = call;
    if (share === 1) return this.#quantized(x, call);
    // With parameters q is taken for α = 0, too: an optimizer has to find the same gradients in each step.
    if (share === 0 && this.#weights.size === 0) return tf.clone(x);
    return tf.add(x, tf.mul(tf.sub(this.#quantized(x, call), x), share));
  }

  #quantized(x: tf.Tensor, { training, seed, step }: DrawingCall): tf.Tensor {
    const call: QuantizeCall = {
      training,
      ...(this.#weights.size > 0 && { parameters: this.values }),
      ...(this.quantizer.isStochastic && { seed: drawSeed(seed, step) }),
    };
    return this.quantizer.quantize(x, call);
  }

  /** The quantizer with the parameters as they are now: what is packed. */
  get trained(): Quantizer {
    if (this.#weights.size === 0) return this.quantizer;
    return this.quantizer.withParameters?.(this.values) ?? this.quantizer;
  }
}

/** One use of a quantizer by a layer. */
export interface DrawingCall {
  readonly training: boolean;
  readonly seed: number;
  /** Training steps of the layer so far. */
  readonly step: number;
  /** α, from real (0) to quantized (1). */
  readonly share: number;
}

/** Writes a weight of a layer and lets go of the value. */
export function write(weight: tf.LayerVariable, value: tf.Tensor): void {
  weight.write(value);
  value.dispose();
}
