import { nearestPowerOfTwo } from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import type { LayerArgs, LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface ShiftBatchNormalizationArgs extends LayerArgs {
  /** Share of the running statistics that a step keeps; default 0.875. */
  readonly momentum?: number;
  /** Default 10⁻⁵. */
  readonly epsilon?: number;
}

/** Batch normalization over the last axis whose multiplications are by powers of two. */
export class ShiftBatchNormalization extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "ShiftBatchNormalization";
  readonly momentum: number;
  readonly epsilon: number;
  #weights: readonly tf.LayerVariable[] = [];

  constructor(args: ShiftBatchNormalizationArgs = {}) {
    super(args);
    this.momentum = args.momentum ?? 0.875;
    this.epsilon = args.epsilon ?? 1e-5;
    if (!(this.momentum >= 0 && this.momentum < 1)) {
      throw new RangeError(
        `shiftBatchNormalization: momentum must be in [0, 1), got ${this.momentum}`,
      );
    }
    if (!(this.epsilon > 0 && Number.isFinite(this.epsilon))) {
      throw new RangeError(
        `shiftBatchNormalization: epsilon must be positive and finite, got ${this.epsilon}`,
      );
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the input must have a size`);
    }
    const weight = (name: string, value: number, trainable: boolean): tf.LayerVariable => {
      const initial = tf.initializers.constant({ value });
      return this.addWeight(name, [features], "float32", initial, undefined, trainable);
    };
    this.#weights = [
      weight("gamma", 1, true),
      weight("beta", 0, true),
      weight("moving_mean", 0, false),
      weight("moving_variance", 1, false),
    ];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return singleShape(this.name, inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: LayerCallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = singleTensor(this.name, inputs);
      const { gamma, beta, mean, shift } = this.#read();
      if (!training) return tf.add(tf.mul(tf.sub(x, mean), shift), beta);
      const batch = shiftStatistics(x);
      this.#keep(2, batch.mean);
      this.#keep(3, batch.variance);
      return normalized(x, { gamma, beta, mean: batch.mean, shift: this.#inverse(batch.variance) });
    });
  }

  /** What it does outside of training: `scales·x + offsets`, each for each feature.
   *  @throws RangeError before the layer is built. */
  get affine(): { readonly scales: tf.Tensor; readonly offsets: tf.Tensor } {
    return tf.tidy(() => {
      const { beta, mean, shift } = this.#read();
      return { scales: shift, offsets: tf.sub(beta, tf.mul(mean, shift)) };
    });
  }

  #read() {
    const [gamma, beta, mean, variance] = this.#weights.map((weight) => weight.read());
    if (variance === undefined) throw new RangeError(`${this.name}: the layer is not built`);
    return { gamma, beta, mean, shift: tf.mul(this.#inverse(variance), nearestPowerOfTwo(gamma)) };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), momentum: this.momentum, epsilon: this.epsilon };
  }

  /** `AP2(1/√(σ² + ε))`. */
  #inverse(variance: tf.Tensor): tf.Tensor {
    return nearestPowerOfTwo(tf.rsqrt(tf.add(variance, this.epsilon)));
  }

  #keep(index: number, value: tf.Tensor): void {
    const weight = this.#weights[index];
    const kept = tf.mul(weight.read(), this.momentum);
    weight.write(tf.add(kept, tf.mul(value, 1 - this.momentum)));
  }
}
tf.serialization.registerClass(ShiftBatchNormalization);

/** Batch normalization by shifts: with `c = x − mean(x)`, `σ² = mean(c·AP2(c))` and `s = AP2(1/√(σ² + ε))`,
 *  `y = c·s·AP2(γ) + β`, AP2 the power of two that is nearest in logarithm. Its gradient has the same powers in place of the
 *  exact ones: `∂L/∂x = (g − mean(g) − c·s²·mean(g·c))·s·AP2(γ)`, `∂L/∂γ = Σ g·c·s`, `∂L/∂β = Σ g`.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.4; itayhubara/BinaryNet
 *  @throws RangeError if `momentum` is not in [0, 1) or `epsilon` not positive and finite. */
export function shiftBatchNormalization(
  args: ShiftBatchNormalizationArgs = {},
): ShiftBatchNormalization {
  return new ShiftBatchNormalization(args);
}

interface Statistics {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** Of each feature, constants to the gradient. */
function shiftStatistics(x: tf.Tensor): Statistics {
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = tf.mean(x, rows);
  const centred = tf.sub(x, mean);
  return { mean, variance: tf.mean(tf.mul(centred, nearestPowerOfTwo(centred)), rows) };
}

function normalized(
  x: tf.Tensor,
  of: {
    readonly gamma: tf.Tensor;
    readonly beta: tf.Tensor;
    readonly mean: tf.Tensor;
    readonly shift: tf.Tensor;
  },
): tf.Tensor {
  const rows = x.shape.slice(0, -1).map((_, axis) => axis);
  return withCustomGradient([x, of.gamma, of.beta], {
    forward: () => {
      const centred = tf.sub(x, of.mean);
      const slope = nearestPowerOfTwo(of.gamma);
      const value = tf.add(tf.mul(tf.mul(centred, of.shift), slope), of.beta);
      return { value, saved: [centred, of.shift, slope] };
    },
    backward: (gradient, [centred, shift, slope]) => {
      const means = (y: tf.Tensor): tf.Tensor => tf.mean(y, rows, true);
      const along = tf.mul(tf.mul(centred, tf.square(shift)), means(tf.mul(gradient, centred)));
      const inside = tf.sub(tf.sub(gradient, means(gradient)), along);
      return [
        tf.mul(inside, tf.mul(shift, slope)),
        tf.sum(tf.mul(gradient, tf.mul(centred, shift)), rows),
        tf.sum(gradient, rows),
      ];
    },
  });
}
