import type { Quantizer, QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { seedOfName } from "./draw-seed.ts";
import type { LayerQuantizer } from "./layer-quantizer.ts";
import { quantizerConfig } from "./quantizer-config.ts";
import {
  type LayerArgs,
  type LayerCallArgs,
  type QuantizedRole,
  QuantizingLayer,
} from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface QuantActivationArgs extends LayerArgs {
  /** A quantizer, its name, or its name and options; default "clipped-sign". */
  readonly quantizer?: QuantizerSpec | string;
  /** Of what a stochastic quantizer draws; default one of the layer's name. */
  readonly seed?: number;
}

/** `y = q(x)`. */
export class QuantActivation extends QuantizingLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantActivation";
  readonly seed: number;
  readonly #quantizer: LayerQuantizer;

  constructor(args: QuantActivationArgs = {}) {
    super(args);
    this.supportsMasking = true;
    this.seed = args.seed ?? seedOfName(this.name);
    this.#quantizer = this.quantizerOf(args.quantizer ?? "clipped-sign");
  }

  /** With the parameters that it has now. */
  get quantizer(): Quantizer {
    return this.#quantizer.trained;
  }

  /** Sets a parameter of the quantizer, as a schedule does.
   *  @throws RangeError if there is none. */
  setParameter(name: string, value: number): void {
    this.#quantizer.set(name, value);
  }

  override quantizes(role: QuantizedRole): boolean {
    return role === "input";
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1) ?? 1;
    this.addParameters(this.#quantizer, "quantizer", features);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    const call = this.drawingCall(args, this.seed);
    return tf.tidy(() => this.#quantizer.quantize(singleTensor(this.name, inputs), call));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      quantizer: quantizerConfig(this.#quantizer.quantizer),
      seed: this.seed,
    };
  }
}
tf.serialization.registerClass(QuantActivation);

/** A quantizer as a layer of its own: for values that more than one layer reads, or as the last of a network.
 *  @throws RangeError if the quantizer is not registered. */
export function quantActivation(args: QuantActivationArgs = {}): QuantActivation {
  return new QuantActivation(args);
}
