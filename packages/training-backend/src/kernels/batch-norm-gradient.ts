import * as tf from "@tensorflow/tfjs";
import { onlyGradient } from "./run-kernel.ts";

/** Gradient of `y = (x − μ)·r·γ + β`, `r = 1/√(σ² + ε)`, where μ, σ², γ and β are constants of a channel: with the sums
 *  `A = Σ ∂y` and `B = Σ ∂y·(x − μ)` over each channel,
 *  `∂x = ∂y·r·γ`, `∂μ = −A·r·γ`, `∂σ² = −½·B·r³·γ`, `∂γ = B·r`, `∂β = A`.
 *
 *  TensorFlow.js's own tiles r to the shape of x, which took a third of a training step of a small convolutional network. */
export const batchNormGradient: tf.GradConfig = {
  kernelName: "FusedBatchNorm",
  inputsToSave: ["x", "mean", "variance", "scale"],
  gradFunc: (gradient, [x, mean, variance, gamma], { varianceEpsilon }) => {
    const dy = onlyGradient(gradient);
    const scale = gamma ?? tf.scalar(1);
    const reciprocal = tf.rsqrt(tf.add(variance, Number(varianceEpsilon)));
    const factor = tf.mul(reciprocal, scale);
    const overChannels = (values: tf.Tensor): tf.Tensor => sumLike(values, mean);
    const sum = overChannels(dy);
    const moment = overChannels(tf.mul(dy, tf.sub(x, mean)));
    return {
      x: () => tf.mul(dy, factor),
      mean: () => tf.neg(tf.mul(sum, factor)),
      variance: () => tf.mul(tf.mul(moment, -0.5), tf.mul(factor, tf.square(reciprocal))),
      scale: () => tf.mul(moment, reciprocal),
      offset: () => sum,
    };
  },
};

/** Sums over the axes that a channel's constants are repeated along: all but the last, or those of size 1. */
function sumLike(values: tf.Tensor, constants: tf.Tensor): tf.Tensor {
  if (constants.rank === 1) return tf.sum(values, [0, 1, 2]);
  const axes = constants.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  return tf.sum(values, axes, true);
}
