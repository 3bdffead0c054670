import { unipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";

const paper: Paper = {
  title: "Larq: An Open-Source Library for Training Binarized Neural Networks",
  authors: "Geiger, Team",
  year: 2020,
  url: "https://doi.org/10.21105/joss.01746",
  section: "larq/quantizers.py, ste_heaviside",
};

/** Step: weights that add or skip, or activations that are on or off.
 *
 *  `q(x) = 1 if x > 0 else 0`; `∂q/∂x ≈` the slope of {@link SignEstimatorOptions}, "clipped" if nothing else is said.
 *
 *  Geiger, Team 2020, https://doi.org/10.21105/joss.01746
 *  @throws RangeError if there is no such estimator or boundary, or a constant of it is not positive and finite. */
export function heavisideQuantizer(options: SignEstimatorOptions = {}): Quantizer {
  const gradient = signGradient("heavisideQuantizer", options);
  return {
    name: "heaviside",
    options: gradient.options,
    code: unipolar,
    paper,
    estimator: gradient.estimator,
    encode: (x: tf.Tensor): Encoding => [{ digits: tf.step(x), scale: tf.scalar(1) }],
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: tf.step(x), saved: [x] }),
        backward: (upstream, [input]) => [gradient.through(upstream, input)],
      });
    },
  };
}
