import * as tf from "@tensorflow/tfjs";
import type { LayerArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface ShiftedPReLUArgs extends LayerArgs {
  /** Slope below zero at first; default 0.25. */
  readonly slope?: number;
}

/** `y = prelu_c(x + before_c) + after_c`, with a slope below zero and both shifts learned for each feature, the last axis. */
export class ShiftedPReLU extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "ShiftedPReLU";
  readonly slope: number;
  #weights: readonly tf.LayerVariable[] = [];

  constructor(args: ShiftedPReLUArgs = {}) {
    super(args);
    this.slope = args.slope ?? 0.25;
    if (!Number.isFinite(this.slope)) {
      throw new RangeError(`shiftedPReLU: slope must be finite, got ${this.slope}`);
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the input must have a size`);
    }
    const weight = (name: string, value: number): tf.LayerVariable =>
      this.addWeight(name, [features], "float32", tf.initializers.constant({ value }));
    this.#weights = [weight("before", 0), weight("slopes", this.slope), weight("after", 0)];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return singleShape(this.name, inputShape);
  }

  /** `before`, `slopes`, `after`, one number for each feature.
   *  @throws RangeError before the layer is built. */
  get parameters(): readonly [before: tf.Tensor, slopes: tf.Tensor, after: tf.Tensor] {
    const [before, slopes, after] = this.#weights.map((weight) => weight.read());
    if (after) return [before, slopes, after];
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [before, slopes, after] = this.parameters;
      return tf.add(tf.prelu(tf.add(singleTensor(this.name, inputs), before), slopes), after);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), slope: this.slope };
  }
}
tf.serialization.registerClass(ShiftedPReLU);

/** A rectifier whose place and slope are learned: RPReLU.
 *
 *  Liu et al. 2020, ReActNet, https://arxiv.org/abs/2003.03488, §4.2; with its γ = −before, ζ = after.
 *  @throws RangeError unless `slope` is finite. */
export function shiftedPReLU(args: ShiftedPReLUArgs = {}): ShiftedPReLU {
  return new ShiftedPReLU(args);
}
