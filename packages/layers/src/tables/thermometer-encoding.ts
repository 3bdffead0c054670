import { checkFinite, checkPositiveInteger, leastFloat32 } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { constant } from "../gradient-path.ts";
import type { LayerArgs } from "../quantizing-layer.ts";
import { singleShape, singleTensor } from "../single-input.ts";

export interface ThermometerEncodingArgs extends LayerArgs {
  /** Bits of a feature. */
  readonly bits: number;
  /** t_fb at index f·bits + b, not falling in b, as `fitThermometer` of `@bnnkit/weightless` finds them. */
  readonly thresholds: ArrayLike<number>;
  /** Whether a value that equals its threshold sets the bit; default true. */
  readonly equalSets?: boolean;
}

/** `y[b·features + f] = 1 if x_f reaches t_fb else 0`: all features' first bits, then all second bits. */
export class ThermometerEncoding extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "ThermometerEncoding";
  readonly bits: number;
  readonly thresholds: readonly number[];
  readonly equalSets: boolean;
  /** The least float32 that sets each bit, [bits, features]. */
  readonly #least: Float32Array;

  constructor(args: ThermometerEncodingArgs) {
    super(args);
    this.bits = args.bits;
    this.thresholds = Array.from(args.thresholds);
    this.equalSets = args.equalSets ?? true;
    checkPositiveInteger("thermometerEncoding", "bits", args.bits);
    const { bits, thresholds, equalSets } = this;
    const features = thresholds.length / bits;
    checkPositiveInteger("thermometerEncoding", "thresholds of each bit", features);
    checkFinite("thermometerEncoding", "thresholds", thresholds);
    for (const [i, threshold] of thresholds.entries()) {
      if (i % bits === 0 || threshold >= thresholds[i - 1]) continue;
      throw new RangeError(
        `thermometerEncoding: thresholds of a feature must not fall, got ${threshold} after ${thresholds[i - 1]}`,
      );
    }
    this.#least = Float32Array.from(thresholds, (_, i) =>
      leastFloat32(thresholds[(i % features) * bits + Math.floor(i / features)], equalSets),
    );
  }

  /** Values that it reads. */
  get features(): number {
    return this.thresholds.length / this.bits;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, features, ...others] = singleShape(this.name, inputShape);
    if (features !== this.features || others.length > 0) {
      throw new RangeError(
        `${this.name}: the input must be [batch, ${this.features}], got ${JSON.stringify(inputShape)}`,
      );
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [singleShape(this.name, inputShape)[0], this.thresholds.length];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => constant(singleTensor(this.name, inputs), (x) => this.#encoded(x)));
  }

  /** How many thresholds of its feature each number reaches. @param x  [count, features] */
  levelsOf(x: tf.Tensor): tf.Tensor {
    return tf.sum(this.#reached(x), 1);
  }

  #encoded(x: tf.Tensor): tf.Tensor {
    return tf.reshape(this.#reached(x), [-1, this.bits * this.features]);
  }

  /** [samples, bits, features] */
  #reached(x: tf.Tensor): tf.Tensor {
    const least = tf.tensor(this.#least, [1, this.bits, this.features]);
    return tf.cast(tf.greaterEqual(tf.expandDims(x, 1), least), "float32");
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { bits, equalSets } = this;
    return { ...super.getConfig(), bits, thresholds: [...this.thresholds], equalSets };
  }
}
tf.serialization.registerClass(ThermometerEncoding);

/** Numbers as bits that networks of tables read, with given thresholds; nothing before it learns through it.
 *  @throws RangeError unless there are thresholds for each bit, all finite and those of a feature not falling. */
export function thermometerEncoding(args: ThermometerEncodingArgs): ThermometerEncoding {
  return new ThermometerEncoding(args);
}
