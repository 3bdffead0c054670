import { bipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { signs } from "./signs.ts";

export interface ClippedSignQuantizerOptions {
  /** |x| up to which the gradient passes; default 1. */
  readonly clip?: number;
}

const paper: Paper = {
  title:
    "Binarized Neural Networks: Training Deep Neural Networks with Weights and Activations Constrained to +1 or −1",
  authors: "Courbariaux, Hubara, Soudry, El-Yaniv, Bengio",
  year: 2016,
  url: "https://arxiv.org/abs/1602.02830",
  section: "§1.3",
};

/** Sign with the clipped straight-through estimator.
 *
 *  `q(x) = −1 if x < 0 else +1`; `∂q/∂x ≈ 1 if |x| ≤ clip else 0`.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.3
 *  @throws RangeError if `clip` is not positive and finite. */
export function clippedSignQuantizer({ clip = 1 }: ClippedSignQuantizerOptions = {}): Quantizer {
  if (!(clip > 0 && Number.isFinite(clip))) {
    throw new RangeError(`clippedSignQuantizer: clip must be positive and finite, got ${clip}`);
  }
  return {
    name: "clipped-sign",
    options: { clip },
    code: bipolar,
    paper,
    estimator: { name: "clipped-straight-through", paper },
    encode: (x: tf.Tensor): Encoding => [{ digits: tf.tidy(() => signs(x)), scale: tf.scalar(1) }],
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: signs(x), saved: [x] }),
        backward: (gradient, [input]) => {
          // 1 − step(|x| − clip) keeps |x| = clip inside, as hardtanh's derivative does here.
          const outside = tf.step(tf.sub(tf.abs(input), clip));
          return [tf.sub(gradient, tf.mul(gradient, outside))];
        },
      });
    },
  };
}
