import type * as tf from "@tensorflow/tfjs";

export interface ExponentialLearningRateOptions {
  readonly first: number;
  readonly last: number;
  /** Batches until `last`; it stays there. */
  readonly steps: number;
}

/** A callback for `fit` that lets the learning rate of an optimizer fall from batch to batch:
 *  `first·(last/first)^(step/(steps − 1))`.
 *  @throws RangeError unless rates are positive and finite and `steps` is at least 1. */
export function exponentialLearningRate(
  optimizer: tf.Optimizer,
  { first, last, steps }: ExponentialLearningRateOptions,
): tf.CustomCallbackArgs {
  for (const [name, value] of Object.entries({ first, last, steps })) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new RangeError(`exponentialLearningRate: ${name} must be positive, got ${value}`);
  }
  let step = 0;
  return {
    onBatchBegin: async () => {
      const share = steps > 1 ? Math.min(step / (steps - 1), 1) : 1;
      Object.assign(optimizer, { learningRate: first * (last / first) ** share });
      step++;
    },
  };
}
