import { clippedSignQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { StateOptimizer } from "./state-optimizer.ts";
import type { Gradients } from "./variable-gradients.ts";

export interface BopOptions {
  /** τ, which the mean gradient must exceed to flip a weight; default 10⁻⁸. */
  readonly threshold?: number;
  /** γ, the share of the newest gradient in the mean, 0 to 1; default 10⁻⁴. */
  readonly gamma?: number;
  /** What a weight becomes where w·m = τ exactly: "positive" +1, as in the authors' code; "kept" what it was, as in their
   *  paper, where it has to exceed τ. Default "positive". */
  readonly tie?: "positive" | "kept";
}

const { quantize: signs } = clippedSignQuantizer();

/** Bop: flips weights ±1, without latent ones. See {@link bop}. */
export class Bop extends StateOptimizer {
  /** What a saved model calls it. */
  static readonly className = "Bop";
  protected override readonly stateNames: readonly string[] = ["mean"];
  /** τ; a schedule may change it. */
  threshold: number;
  /** γ; a schedule may change it. */
  gamma: number;
  readonly tie: "positive" | "kept";
  #flips: tf.Scalar[] = [];
  #weights = 0;

  constructor({ threshold = 1e-8, gamma = 1e-4, tie = "positive" }: BopOptions = {}) {
    super();
    if (!(threshold >= 0 && Number.isFinite(threshold))) {
      throw new RangeError(`bop: threshold must be at least 0 and finite, got ${threshold}`);
    }
    if (!(gamma > 0 && gamma <= 1)) {
      throw new RangeError(`bop: gamma must be more than 0 and at most 1, got ${gamma}`);
    }
    if (tie !== "positive" && tie !== "kept") {
      throw new RangeError(`bop: tie must be "positive" or "kept", got ${tie}`);
    }
    this.threshold = threshold;
    this.gamma = gamma;
    this.tie = tie;
  }

  override applyGradients(gradients: Gradients): void {
    tf.dispose(this.#flips);
    [this.#flips, this.#weights] = [[], 0];
    super.applyGradients(gradients);
  }

  protected override update(
    variable: tf.Variable,
    gradient: tf.Tensor,
    [mean]: readonly tf.Variable[],
  ): void {
    mean.assign(tf.add(tf.mul(mean, 1 - this.gamma), tf.mul(gradient, this.gamma)));
    const excess = tf.sign(tf.sub(tf.mul(variable, mean), this.threshold));
    const flipped = signs(tf.neg(tf.mul(excess, variable)));
    const next =
      this.tie === "kept" ? tf.where(tf.equal(excess, 0), signs(variable), flipped) : flipped;
    const flips = tf.sum(tf.cast(tf.notEqual(next, signs(variable)), "float32"));
    this.#flips.push(tf.keep(tf.reshape(flips, [])));
    this.#weights += variable.size;
    variable.assign(next);
  }

  /** The share of the weights that the last step flipped, 0 before the first one. */
  async flipRatio(): Promise<number> {
    const counts = await Promise.all(this.#flips.map(async (flips) => (await flips.data())[0]));
    return counts.reduce((sum, count) => sum + count, 0) / Math.max(this.#weights, 1);
  }

  override dispose(): void {
    super.dispose();
    tf.dispose(this.#flips);
    [this.#flips, this.#weights] = [[], 0];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { threshold: this.threshold, gamma: this.gamma, tie: this.tie };
  }
}
tf.serialization.registerClass(Bop);

/** An optimizer for weights that are ±1 themselves: it flips those whose gradient has long pointed the same way.
 *
 *  `m ← (1 − γ)·m + γ·g`, m from 0; `w ← sign(−sign(w·m − τ)·w)`, sign(0) the outer one +1: w flips where `w·m > τ`, and is
 *  +1 where they are equal, as in the authors' code, unless `tie` says otherwise. A weight that is no ±1 yet becomes that by its sign with the first
 *  step. Other variables need another optimizer: see {@link caseOptimizer}.
 *
 *  Helwegen et al. 2019, https://arxiv.org/abs/1906.02107
 *  @throws RangeError if `threshold` is negative or not finite, or `gamma` not in (0, 1]. */
export function bop(options: BopOptions = {}): Bop {
  return new Bop(options);
}
