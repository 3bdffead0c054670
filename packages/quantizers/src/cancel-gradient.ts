import * as tf from "@tensorflow/tfjs";
import { checkPositive } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { withinMagnitude } from "./gradient-window.ts";

export interface CancelGradientOptions {
  /** |x| up to which the gradient passes; default 1. */
  readonly threshold?: number;
}

/** The identity, whose gradient is `g if |x| ≤ threshold else 0`: BMXNet's "gradcancel" before a quantizer that passes
 *  gradients straight through, and its activation with "backward_only".
 *  @throws RangeError if `threshold` is not positive and finite. */
export function cancelGradient<R extends tf.Rank>(
  x: tf.Tensor<R>,
  { threshold = 1 }: CancelGradientOptions = {},
): tf.Tensor<R> {
  checkPositive("cancelGradient", "threshold", threshold);
  return withCustomGradient<R>([x], {
    forward: () => ({ value: tf.clone(x), saved: [x] }),
    backward: (gradient, [input]) => [withinMagnitude(gradient, input, threshold, "closed")],
  });
}
