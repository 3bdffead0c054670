import { withCustomGradient } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";

/** ε of every layer norm, inside the square root. */
export const layerNormEpsilon = 1e-6;

/** `y = (x − mean)/sqrt(var + ε)·γ + β` over each of `groups` equal slices of a row.
 *
 *  With u the normalized values and h = γ·∂L/∂y: `∂L/∂x = (h − mean(h) − u·mean(h·u))/sqrt(var + ε)`.
 *  One operation with this derivative: about a third of the passes of the composition.
 *
 *  @param x      `[rows, features]`
 *  @param gamma  `[n]` or `[stacked, n]` with n = features/groups; each of the `stacked` runs of groups has its own.
 *  @returns `[rows, features]` */
export function layerNorm(
  x: tf.Tensor2D,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { groups = 1, epsilon = layerNormEpsilon }: { groups?: number; epsilon?: number } = {},
): tf.Tensor2D {
  const [rows, features] = x.shape;
  const slices: [number, number] = [rows * groups, features / groups];
  const spread = (parameter: tf.Tensor): tf.Tensor => spreadOverGroups(parameter, groups);
  return withCustomGradient<tf.Rank.R2>([x, gamma, beta], {
    forward: () => {
      const sliced = tf.reshape(x, slices);
      const centered = tf.sub(sliced, tf.mean(sliced, 1, true));
      const variance = tf.mean(tf.square(centered), 1, true);
      const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
      const normalized = tf.reshape(tf.mul(centered, inverseDeviation), x.shape);
      const scale = spread(gamma);
      const value = tf.add<tf.Tensor2D>(tf.mul(normalized, scale), spread(beta));
      return { value, saved: [normalized, inverseDeviation, scale] };
    },
    backward: (gradient, [normalized, inverseDeviation, scale]) => {
      const product = tf.mul(gradient, normalized);
      const scaled = tf.reshape(tf.mul(gradient, scale), slices);
      const scaledProduct = tf.reshape(tf.mul(product, scale), slices);
      const along = tf.mul(tf.reshape(normalized, slices), tf.mean(scaledProduct, 1, true));
      const centered = tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), along);
      return [
        tf.reshape(tf.mul(centered, inverseDeviation), x.shape),
        sumOverGroups(tf.sum(product, 0), gamma.shape, groups),
        sumOverGroups(tf.sum(gradient, 0), beta.shape, groups),
      ];
    },
  });
}

function spreadOverGroups(parameter: tf.Tensor, groups: number): tf.Tensor {
  if (groups === 1) return parameter;
  const length = parameter.shape[parameter.rank - 1];
  const stacked = parameter.size / length;
  const repeats = [1, groups / stacked, 1];
  return tf.reshape(tf.tile(tf.reshape(parameter, [stacked, 1, length]), repeats), [-1]);
}

function sumOverGroups(features: tf.Tensor, shape: number[], groups: number): tf.Tensor {
  if (groups === 1) return features;
  const length = shape[shape.length - 1];
  const stacked = shape.length === 1 ? 1 : shape[0];
  const summed = tf.sum(tf.reshape(features, [stacked, groups / stacked, length]), 1);
  return tf.reshape(summed, shape);
}
