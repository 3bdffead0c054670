import { clippedSignQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { StateOptimizer } from "./state-optimizer.ts";

export interface BooleanFlipsOptions {
  /** η, the weight of a gradient; default 12, the paper's for VGG-Small with batch normalization (150 without). */
  readonly learningRate?: number;
}

const { quantize: signs } = clippedSignQuantizer();

/** BOLD's optimizer of Boolean weights. See {@link booleanFlips}. */
export class BooleanFlips extends StateOptimizer {
  /** What a saved model calls it. */
  static readonly className = "BooleanFlips";
  protected override readonly stateNames: readonly string[] = ["sum", "kept"];
  /** η; a schedule may change it. */
  learningRate: number;

  constructor({ learningRate = 12 }: BooleanFlipsOptions = {}) {
    super();
    if (!(learningRate > 0 && Number.isFinite(learningRate))) {
      throw new RangeError(
        `booleanFlips: learningRate must be positive and finite, got ${learningRate}`,
      );
    }
    this.learningRate = learningRate;
  }

  protected override initialState(variable: tf.Variable, stateName: string): tf.Tensor {
    return stateName === "kept" ? tf.scalar(1) : tf.zerosLike(variable);
  }

  protected override update(
    variable: tf.Variable,
    gradient: tf.Tensor,
    [sum, kept]: readonly tf.Variable[],
  ): void {
    const weights = signs(variable);
    const next = tf.add(tf.mul(sum, kept), tf.mul(gradient, this.learningRate));
    // 1 where m·w ≥ 1.
    const flips = tf.sub(1, tf.step(tf.sub(1, tf.mul(next, weights))));
    const stays = tf.sub(1, flips);
    variable.assign(tf.mul(weights, tf.sub(stays, flips)));
    sum.assign(tf.mul(next, stays));
    kept.assign(tf.mean(stays));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { learningRate: this.learningRate };
  }
}
tf.serialization.registerClass(BooleanFlips);

/** An optimizer for weights that are ±1 themselves: it flips those whose gradients have added up to 1.
 *
 *  `m ← β·m + η·g`, m from 0, β the share of the weights of the variable that the step before left as they were, at first 1;
 *  where `m·w ≥ 1` w flips and m is 0 again. A weight that is no ±1 yet becomes that by its sign with the first step. Other
 *  variables need another optimizer, in the paper Adam: see {@link caseOptimizer}.
 *
 *  Nguyen, Ocampo, Askri, Leconte, Tran 2024, BOLD: Boolean Logic Deep Learning, https://arxiv.org/abs/2405.16339
 *  @throws RangeError if `learningRate` is not positive and finite. */
export function booleanFlips(options: BooleanFlipsOptions = {}): BooleanFlips {
  return new BooleanFlips(options);
}
