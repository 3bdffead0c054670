import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { inputAxis } from "./center-over-inputs.ts";
import { checkOneOf, checkReal } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { nearestPowerOfTwo } from "./power-of-two.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
import { signs } from "./signs.ts";

/** What the scale of {@link scaledSignQuantizer} does in the gradient. */
export const scaleGradients = ["none", "constant", "exact", "elementwise"] as const;

/** With g the gradient of the numbers, e the slope of the sign, s the signs, n the size of a slice:
 *  "none": e·g; "constant": α·e·g; "exact": α·e·g + (s/n)·Σ s·g, as α depends on each weight of its slice;
 *  "elementwise": (α·e + 1/n)·g, its approximation. */
export type ScaleGradient = (typeof scaleGradients)[number];

/** What becomes of the gradient for the centring of the weights. */
export const centrings = ["none", "factor"] as const;

/** What numbers the scale of {@link scaledSignQuantizer} may be. */
export const scaleRoundings = ["none", "power-of-two"] as const;

export interface ScaledSignQuantizerOptions extends SignEstimatorOptions {
  /** What shares a scale; default "weights", one for each output of a kernel. */
  readonly scaleAxis?: ScaleAxis;
  /** Default "none". */
  readonly scaleGradient?: ScaleGradient;
  /** "power-of-two": α is the power of two nearest to the mean in logarithm, so that it is a shift; to the gradient it is still
   *  the mean. Default "none". */
  readonly scaleRounding?: (typeof scaleRoundings)[number];
  /** "factor": the gradient times 1 − 1/C, C the input channels: the last axis but one, with the scale axis "weight-rows"
   *  the second. XNOR-Net's share of weights that are centred over their inputs. Default "none". */
  readonly centring?: (typeof centrings)[number];
  /** The gradient times this; default 1. */
  readonly gradientScale?: number;
}

const code: Code = [{ digit: "bipolar", scale: "row" }];

const paper: Paper = {
  title: "XNOR-Net: ImageNet Classification Using Binary Convolutional Neural Networks",
  authors: "Rastegari, Ordonez, Redmon, Farhadi",
  year: 2016,
  url: "https://arxiv.org/abs/1603.05279",
  section: "§3.1, §3.3",
};

/** Sign times the mean magnitude, the nearest of `±α` to the weights.
 *
 *  `q(W) = α·(−1 if W < 0 else +1)`, `α = Σ|W|/n` over the scale axes; the gradient is that of {@link ScaleGradient} with a
 *  slope of {@link SignEstimatorOptions}, "straight-through" if nothing else is said.
 *
 *  | system                        | options                                                                              |
 *  | ----------------------------- | ------------------------------------------------------------------------------------ |
 *  | HWGQ                          | none                                                                                 |
 *  | DoReFa-Net, one bit           | `scaleAxis: "tensor"`                                                                |
 *  | ReActNet                      | `estimator: "clipped"`                                                               |
 *  | Bi-Real Net, larq             | `estimator: "clipped", scaleGradient: "constant"`                                    |
 *  | XNOR-Net, the exact gradient  | `estimator: "clipped", scaleGradient: "exact", centring: "factor"`                   |
 *  | XNOR-Net, the published code  | the same, but `scaleGradient: "elementwise", boundary: "open"`                       |
 *  | BMXNet v2, "binet"            | `scaleGradient: "exact"`                                                             |
 *  | A&B BNN                       | `estimator: "clipped", scaleRounding: "power-of-two"`                                |
 *
 *  Rastegari et al. 2016, https://arxiv.org/abs/1603.05279
 *  @throws RangeError if there is no such `scaleAxis`, `scaleGradient`, `scaleRounding`, `centring`, estimator or boundary, a constant of the
 *    estimator is not positive and finite, or `gradientScale` not finite. */
export function scaledSignQuantizer({
  scaleAxis = "weights",
  scaleGradient = "none",
  scaleRounding = "none",
  centring = "none",
  gradientScale = 1,
  estimator = "straight-through",
  ...constants
}: ScaledSignQuantizerOptions = {}): Quantizer {
  const where = "scaledSignQuantizer";
  checkScaleAxis(where, scaleAxis);
  checkOneOf(where, "scaleGradient", scaleGradient, scaleGradients);
  checkOneOf(where, "scaleRounding", scaleRounding, scaleRoundings);
  checkOneOf(where, "centring", centring, centrings);
  checkReal(where, "gradientScale", gradientScale);
  const sign = signGradient(where, { estimator, ...constants });
  const scaleOf = (x: tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const mean = tf.mean(tf.abs(x), [...reducedAxes(scaleAxis, x.rank)], true);
      return scaleRounding === "none" ? mean : nearestPowerOfTwo(mean);
    });
  const encode = (x: tf.Tensor): Encoding => [
    { digits: tf.tidy(() => signs(x)), scale: scaleOf(x) },
  ];
  return {
    name: "scaled-sign",
    options: { scaleAxis, scaleGradient, scaleRounding, centring, gradientScale, ...sign.options },
    code,
    paper,
    estimator: sign.estimator,
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      const channels = x.shape[inputAxis(x.rank, scaleAxis)];
      const factor = gradientScale * (centring === "factor" ? 1 - 1 / channels : 1);
      return withCustomGradient<R>([x], {
        forward: () => {
          const encoding = encode(x);
          const value = decodeLike(x, encoding);
          return { value, saved: [x, encoding[0].scale] };
        },
        backward: (gradient, [input, scale]) => {
          const sloped = sign.through(gradient, input);
          const own = scaleGradient === "none" ? sloped : tf.mul(sloped, scale);
          const share = shareOfScale(scaleGradient, gradient, input, scaleAxis);
          const sum = share ? tf.add(own, share) : own;
          return [factor === 1 ? sum : tf.mul(sum, factor)];
        },
      });
    },
  };
}

/** What reaches the weights through α. */
function shareOfScale(
  scaleGradient: ScaleGradient,
  gradient: tf.Tensor,
  x: tf.Tensor,
  scaleAxis: ScaleAxis,
): tf.Tensor | undefined {
  const axes = [...reducedAxes(scaleAxis, x.rank)];
  if (scaleGradient === "exact") {
    const sign = signs(x);
    return tf.mul(sign, tf.mean(tf.mul(sign, gradient), axes, true));
  }
  if (scaleGradient !== "elementwise") return undefined;
  const size = axes.reduce((product, axis) => product * x.shape[axis], 1);
  return tf.div(gradient, size);
}
