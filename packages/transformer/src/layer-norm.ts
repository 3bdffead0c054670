import { runFusedKernel, withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** ε of every layer norm, inside the square root. */
export const layerNormEpsilon = 1e-6;

/** `y = (x − mean)/sqrt(var + ε)·γ + β` over each run of n = `gamma.size` values, `var = mean((x − mean)²)`.
 *
 *  With u the normalized values and h = γ·∂L/∂y: `∂L/∂x = (h − mean(h) − u·mean(h·u))/sqrt(var + ε)`.
 *  One operation with this derivative: about a third of the passes of the composition.
 *
 *  Ba et al. 2016, Layer Normalization, https://arxiv.org/abs/1607.06450, §3
 *  @param x      any shape whose last axis is a multiple of n
 *  @param gamma  `[n]`, shared by the runs; so is `beta`
 *  @throws RangeError if the last axis is no multiple of n. */
export function layerNorm<R extends tf.Rank>(
  x: tf.Tensor<R>,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number = layerNormEpsilon,
): tf.Tensor<R> {
  const features = x.shape[x.rank - 1];
  if (features % gamma.size !== 0) {
    throw new RangeError(
      `layerNorm: features (${features}) must be a multiple of gamma's size (${gamma.size})`,
    );
  }
  const fused = runFusedKernel("BnnkitLayerNorm", { x, gamma, beta }, { epsilon });
  if (fused) return tf.reshape<R>(fused[0], x.shape);
  const runs = tf.reshape<tf.Rank.R2>(x, [x.size / gamma.size, gamma.size]);
  return tf.reshape<R>(layerNormRows(runs, { gamma, beta, epsilon }), x.shape);
}

interface LayerNormParameters {
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  readonly epsilon: number;
}

function layerNormRows(x: tf.Tensor2D, { gamma, beta, epsilon }: LayerNormParameters): tf.Tensor2D {
  return withCustomGradient<tf.Rank.R2>([x, gamma, beta], {
    forward: () => {
      const centered = tf.sub(x, tf.mean(x, 1, true));
      const variance = tf.mean(tf.square(centered), 1, true);
      const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
      const normalized = tf.mul(centered, inverseDeviation);
      const value = tf.add<tf.Tensor2D>(tf.mul(normalized, gamma), beta);
      return { value, saved: [normalized, inverseDeviation, gamma] };
    },
    backward: (gradient, [normalized, inverseDeviation, scale]) => {
      const product = tf.mul(gradient, normalized);
      const scaled = tf.mul(gradient, scale);
      const along = tf.mul(normalized, tf.mean(tf.mul(product, scale), 1, true));
      const centered = tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), along);
      return [tf.mul(centered, inverseDeviation), tf.sum(product, 0), tf.sum(gradient, 0)];
    },
  });
}
