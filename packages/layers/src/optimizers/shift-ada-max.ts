import { nearestPowerOfTwo } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { checkLatentScale, type LatentScale, latentScaleOf } from "./latent-scale.ts";
import { StateOptimizer } from "./state-optimizer.ts";

export interface ShiftAdaMaxOptions {
  /** Default 2⁻⁶. */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Multiplies each step; default 1. */
  readonly latentScale?: LatentScale;
  /** Greatest magnitude of a variable after a step, or null: none; default 1. */
  readonly clip?: number | null;
}

/** Keeps the divisor from 0. */
const addend = 2 ** -27;

/** AdaMax by shifts. See {@link shiftAdaMax}. */
export class ShiftAdaMax extends StateOptimizer {
  /** What a saved model calls it. */
  static readonly className = "ShiftAdaMax";
  protected override readonly stateNames: readonly string[] = ["mean", "maximum"];
  /** A schedule may change it. */
  learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly latentScale: LatentScale;
  readonly clip: number | null;

  constructor({
    learningRate = 2 ** -6,
    beta1 = 0.9,
    beta2 = 0.999,
    latentScale = 1,
    clip = 1,
  }: ShiftAdaMaxOptions = {}) {
    super();
    for (const [name, value] of Object.entries({ learningRate, clip: clip ?? 1 })) {
      if (value > 0 && Number.isFinite(value)) continue;
      throw new RangeError(`shiftAdaMax: ${name} must be positive and finite, got ${value}`);
    }
    for (const [name, value] of Object.entries({ beta1, beta2 })) {
      if (value >= 0 && value < 1) continue;
      throw new RangeError(`shiftAdaMax: ${name} must be in [0, 1), got ${value}`);
    }
    checkLatentScale("shiftAdaMax", "latentScale", latentScale);
    [this.learningRate, this.beta1, this.beta2] = [learningRate, beta1, beta2];
    [this.latentScale, this.clip] = [latentScale, clip];
  }

  protected override update(
    variable: tf.Variable,
    gradient: tf.Tensor,
    [mean, maximum]: readonly tf.Variable[],
  ): void {
    mean.assign(tf.add(tf.mul(mean, this.beta1), tf.mul(gradient, 1 - this.beta1)));
    const greatest = tf.maximum(tf.mul(maximum, this.beta2), tf.abs(gradient));
    maximum.assign(tf.add(nearestPowerOfTwo(greatest), addend));
    const rate = this.learningRate / (1 - this.beta1 ** (this.iterations + 1));
    const step = 2 ** Math.round(Math.log2(rate));
    const change = tf.div(tf.mul(mean, step), maximum);
    const next = tf.sub(variable, tf.mul(change, latentScaleOf(this.latentScale, variable.shape)));
    variable.assign(this.clip === null ? next : tf.clipByValue(next, -this.clip, this.clip));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2, latentScale, clip } = this;
    return { learningRate, beta1, beta2, latentScale, clip };
  }
}
tf.serialization.registerClass(ShiftAdaMax);

/** AdaMax whose multiplications are shifts but for the last one: the optimizer of BNN's Torch code.
 *
 *  `m ← β₁·m + (1 − β₁)·g`, `v ← AP2(max(β₂·v, |g|)) + 2⁻²⁷`, `w ← clip(w − AP2(lr/(1 − β₁^t))·m/v·scale, −clip, clip)`, AP2 the
 *  power of two that is nearest in logarithm, t counted from 1. The code clips all variables, those of batch
 *  normalization, too, in its script for CIFAR, and weights alone in that for MNIST: give the others to another
 *  optimizer with {@link caseOptimizer}, or not.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.5; itayhubara/BinaryNet
 *  @throws RangeError if `learningRate`, `clip` or a scale is not positive and finite, or a β not in [0, 1). */
export function shiftAdaMax(options: ShiftAdaMaxOptions = {}): ShiftAdaMax {
  return new ShiftAdaMax(options);
}
