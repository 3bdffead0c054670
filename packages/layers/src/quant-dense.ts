import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { KernelLayer } from "./kernel-layer.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface QuantDenseArgs extends KernelLayerArgs {
  /** Outputs. */
  readonly units: number;
}

/** `y = q_input(x)·q_kernel(W) + b`, W of shape `[inFeatures, units]`, along the last axis of x. Where the numbers of the
 *  kernel are one digit times a scale, the scale follows the product. */
export class QuantDense extends KernelLayer {
  /** What a saved model calls it. */
  static readonly className: string = "QuantDense";
  readonly units: number;

  constructor(args: QuantDenseArgs) {
    super(args);
    checkPositiveInteger("quantDense", "units", args.units);
    this.units = args.units;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the input must have a size`);
    }
    this.addWeights([features, this.units], features);
    this.inputSpec = [{ minNDim: 2, axes: { [-1]: features } }];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [...singleShape(this.name, inputShape).slice(0, -1), this.units];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() =>
      this.product(singleTensor(this.name, inputs), args, (x, kernel) => this.multiply(x, kernel)),
    );
  }

  /** Along the last axis of x. */
  protected multiply(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
    const [leading, features] = [x.shape.slice(0, -1), x.shape[x.rank - 1]];
    const rows = tf.reshape<tf.Rank.R2>(x, [-1, features]);
    const columns = tf.reshape<tf.Rank.R2>(kernel, [features, this.units]);
    return tf.reshape(tf.matMul(rows, columns), [...leading, this.units]);
  }

  protected override windowMeans(x: tf.Tensor): tf.Tensor {
    return tf.mean(x, -1, true);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units };
  }
}
tf.serialization.registerClass(QuantDense);

/** A dense layer whose input and kernel are quantized. With "clipped-sign" for both it is BNN's: ±1 times ±1, and every
 *  product an integer.
 *
 *  Courbariaux et al. 2016, Binarized Neural Networks, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if `units` is no integer ≥ 1, a quantizer is not registered or `kernelClip` is not positive. */
export function quantDense(args: QuantDenseArgs): QuantDense {
  return new QuantDense(args);
}
