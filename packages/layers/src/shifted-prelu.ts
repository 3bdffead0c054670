import { createQuantizer, type Quantizer, type QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { quantizerConfig } from "./quantizer-config.ts";
import type { LayerArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface ShiftedPReLUArgs extends LayerArgs {
  /** Slope below zero at first; default 0.25. */
  readonly slope?: number;
  /** Slope above zero at first, not 0, if that is learned, too (DPReLU); default null: it is 1. */
  readonly slopeAbove?: number | null;
  /** Quantizes the slopes, each by itself, such as "power-of-two"; default null: they are real. */
  readonly slopeQuantizer?: QuantizerSpec | string | null;
}

/** What a {@link ShiftedPReLU} computes with, one number for each feature. */
export interface ShiftedPReLUParameters {
  readonly before: tf.Tensor;
  /** Slope below zero; with one above, as a share of that. */
  readonly slopes: tf.Tensor;
  /** Slope above zero, where it is learned. */
  readonly above: tf.Tensor | undefined;
  readonly after: tf.Tensor;
}

/** `y = prelu_c(x + before_c) + after_c`, with a slope below zero and both shifts learned for each feature, the last axis; with
 *  a slope above zero `y = above_c·prelu_c(x + before_c) + after_c`, prelu's slope being that below over that above. */
export class ShiftedPReLU extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "ShiftedPReLU";
  readonly slope: number;
  readonly slopeAbove: number | null;
  readonly slopeQuantizer: Quantizer | undefined;
  #weights: readonly tf.LayerVariable[] = [];

  constructor(args: ShiftedPReLUArgs = {}) {
    super(args);
    this.slope = args.slope ?? 0.25;
    this.slopeAbove = args.slopeAbove ?? null;
    this.slopeQuantizer = args.slopeQuantizer ? createQuantizer(args.slopeQuantizer) : undefined;
    if (!Number.isFinite(this.slope)) {
      throw new RangeError(`shiftedPReLU: slope must be finite, got ${this.slope}`);
    }
    const { slopeAbove } = this;
    if (slopeAbove !== null && !(Number.isFinite(slopeAbove) && slopeAbove !== 0)) {
      throw new RangeError(`shiftedPReLU: slopeAbove must be finite and not 0, got ${slopeAbove}`);
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the input must have a size`);
    }
    const weight = (name: string, value: number): tf.LayerVariable =>
      this.addWeight(name, [features], "float32", tf.initializers.constant({ value }));
    this.#weights = [
      weight("before", 0),
      weight("slopes", this.slope),
      weight("after", 0),
      ...(this.slopeAbove === null ? [] : [weight("above", this.slopeAbove)]),
    ];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return singleShape(this.name, inputShape);
  }

  /** As they are now, the slopes quantized.
   *  @throws RangeError before the layer is built. */
  get parameters(): ShiftedPReLUParameters {
    const [before, slopes, after, above] = this.#weights.map((weight) => weight.read());
    if (!after) throw new RangeError(`${this.name}: the layer has no weights before it is built`);
    const below = this.#quantized(slopes);
    if (!above) return { before, slopes: below, above: undefined, after };
    const scale = this.#quantized(above);
    return { before, slopes: tf.div(below, scale), above: scale, after };
  }

  #quantized(slopes: tf.Tensor): tf.Tensor {
    return this.slopeQuantizer?.quantize(slopes) ?? slopes;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { before, slopes, above, after } = this.parameters;
      const y = tf.prelu(tf.add(singleTensor(this.name, inputs), before), slopes);
      return tf.add(above ? tf.mul(y, above) : y, after);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      slope: this.slope,
      slopeAbove: this.slopeAbove,
      slopeQuantizer: quantizerConfig(this.slopeQuantizer),
    };
  }
}
tf.serialization.registerClass(ShiftedPReLU);

/** A rectifier whose place and slope are learned: RPReLU.
 *
 *  Liu et al. 2020, ReActNet, https://arxiv.org/abs/2003.03488, §4.2; with its γ = −before, ζ = after. With
 *  `slopeAbove` DPReLU: Zhang et al. 2022, PokeBNN, https://arxiv.org/abs/2112.00133. With slopes that are powers of two, whose
 *  products are shifts: A&B BNN, 2024, https://arxiv.org/abs/2403.03739.
 *  @throws RangeError unless `slope` is finite, and `slopeAbove` too and not 0; if the quantizer is not registered. */
export function shiftedPReLU(args: ShiftedPReLUArgs = {}): ShiftedPReLU {
  return new ShiftedPReLU(args);
}
