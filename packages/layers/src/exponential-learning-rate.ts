import type * as tf from "@tensorflow/tfjs";

export interface ExponentialLearningRateOptions {
  readonly first: number;
  readonly last: number;
  /** Batches until `last`; it stays there. */
  readonly steps: number;
}

/** A learning rate that falls by the same factor each step: `first·(last/first)^(step/(steps − 1))`, then `last`.
 *  @param step  counted from 0 */
export function exponentialRate(
  step: number,
  { first, last, steps }: ExponentialLearningRateOptions,
): number {
  const share = steps > 1 ? Math.min(step / (steps - 1), 1) : 1;
  return first * (last / first) ** share;
}

/** A callback for `fit` that lets the learning rate of an optimizer fall from batch to batch, as
 *  {@link exponentialRate} says.
 *  @throws RangeError unless rates are positive and finite and `steps` is at least 1. */
export function exponentialLearningRate(
  optimizer: tf.Optimizer,
  options: ExponentialLearningRateOptions,
): tf.CustomCallbackArgs {
  const { first, last, steps } = options;
  for (const [name, value] of Object.entries({ first, last, steps })) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new RangeError(`exponentialLearningRate: ${name} must be positive, got ${value}`);
  }
  let step = 0;
  return {
    onBatchBegin: async () => {
      Object.assign(optimizer, { learningRate: exponentialRate(step, options) });
      step++;
    },
  };
}
