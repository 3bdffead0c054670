import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { LayerArgs } from "../quantizing-layer.ts";
import { singleShape, singleTensor } from "../single-input.ts";

export interface GroupSumArgs extends LayerArgs {
  /** Groups of equally many values side by side, one for each class. */
  readonly groups: number;
  /** What sums are divided by; default null: the square root of the values of a group. */
  readonly temperature?: number | null;
}

/** `y_g = Σ_i x[g·size + i]/temperature`: the votes of each class. */
export class GroupSum extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "GroupSum";
  readonly groups: number;
  readonly temperature: number | null;

  constructor(args: GroupSumArgs) {
    super(args);
    this.groups = args.groups;
    this.temperature = args.temperature ?? null;
    checkPositiveInteger("groupSum", "groups", args.groups);
    const { temperature } = this;
    if (temperature === null || (temperature > 0 && temperature < Number.POSITIVE_INFINITY)) return;
    throw new RangeError(`groupSum: temperature must be positive and finite, got ${temperature}`);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, values, ...others] = singleShape(this.name, inputShape);
    if (typeof values !== "number" || others.length > 0 || values % this.groups !== 0) {
      throw new RangeError(
        `${this.name}: the input must be [batch, a multiple of ${this.groups}], got ${JSON.stringify(inputShape)}`,
      );
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [singleShape(this.name, inputShape)[0], this.groups];
  }

  /** What sums of groups of so many values are multiplied with, 1/temperature. */
  scaleOf(size: number): number {
    return 1 / (this.temperature ?? Math.sqrt(size));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = singleTensor(this.name, inputs);
      const size = (x.shape[1] ?? 0) / this.groups;
      const sums = tf.sum(tf.reshape(x, [-1, this.groups, size]), 2);
      return tf.mul(sums, this.scaleOf(size));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { groups, temperature } = this;
    return { ...super.getConfig(), groups, temperature };
  }
}
tf.serialization.registerClass(GroupSum);

/** Counts the votes for each class, as the last layer of a network of tables; its sums are scores for a softmax.
 *  @throws RangeError if `groups` is no integer ≥ 1 or `temperature` is not positive and finite. */
export function groupSum(args: GroupSumArgs): GroupSum {
  return new GroupSum(args);
}
