import { type Code, ternary } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
import { signsBeyond, signsFrom } from "./signs-beyond.ts";

export interface TernaryQuantizerOptions extends SignEstimatorOptions {
  /** What is kept: "mean": |x| > Δ = ratio·mean|x|; "clipped-mean": |x| ≥ Δ = ratio·mean(min(|x|, clip)); a number: |x| ≥ it.
   *  Default "mean". */
  readonly threshold?: "mean" | "clipped-mean" | number;
  /** Default 0.7, which fits normal weights best. */
  readonly ratio?: number;
  /** What shares a threshold and a scale; default "tensor". */
  readonly scaleAxis?: ScaleAxis;
  /** "kept-mean": times the mean magnitude of what is kept; default "none". */
  readonly scale?: (typeof ternaryScales)[number];
  /** W₀ of the values −W₀, 0, +W₀ where there is no other scale; default 1. */
  readonly magnitude?: number;
}

const thresholds = ["mean", "clipped-mean"] as const;

/** The scales of {@link ternaryQuantizer}. */
export const ternaryScales = ["none", "kept-mean"] as const;

const scaledCode: Code = [{ digit: "ternary", scale: "row" }];

const paper: Paper = {
  title: "Ternary Weight Networks",
  authors: "Li, Liu, Wang, Zhang, Yan",
  year: 2016,
  url: "https://arxiv.org/abs/1605.04711",
  section: "§2.3",
};

/** Sign of what is far from 0, and 0.
 *
 *  `q(x) = α·(+1 if x > Δ, −1 if x < −Δ, else 0)`, `Δ = 0.7·mean|x|`, `α` the `magnitude`, or the mean of the `|x|` that are kept;
 *  `∂q/∂x ≈` the slope of {@link SignEstimatorOptions}, "clipped" if nothing else is said, Δ and α constant.
 *  `threshold: "clipped-mean"` is SteTern of larq with the threshold of this paper, `threshold: 0.05` its default.
 *
 *  Li et al. 2016, https://arxiv.org/abs/1605.04711
 *  @throws RangeError if there is no such threshold, scale, `scaleAxis`, estimator or boundary, or a constant is not positive
 *    and finite. */
export function ternaryQuantizer({
  threshold = "mean",
  ratio = 0.7,
  scaleAxis = "tensor",
  scale = "none",
  magnitude = 1,
  ...estimator
}: TernaryQuantizerOptions = {}): Quantizer {
  const where = "ternaryQuantizer";
  if (typeof threshold === "number") checkPositive(where, "threshold", threshold);
  else checkOneOf(where, "threshold", threshold, thresholds);
  checkPositive(where, "ratio", ratio);
  checkScaleAxis(where, scaleAxis);
  checkOneOf(where, "scale", scale, ternaryScales);
  checkPositive(where, "magnitude", magnitude);
  if (scale !== "none" && magnitude !== 1) {
    throw new RangeError(
      `${where}: magnitude must be 1 with the scale "${scale}", got ${magnitude}`,
    );
  }
  const constantCode: Code = magnitude === 1 ? ternary : [{ digit: "ternary", scale: magnitude }];
  const gradient = signGradient(where, estimator);
  const { clip = 1 } = estimator;
  const axesOf = (x: tf.Tensor): number[] => [...reducedAxes(scaleAxis, x.rank)];
  const digitsOf = (x: tf.Tensor): tf.Tensor => {
    if (typeof threshold === "number") return signsFrom(x, threshold);
    const distance = tf.abs(x);
    const isClipped = threshold === "clipped-mean";
    const counted = isClipped ? tf.minimum(distance, clip) : distance;
    const delta = tf.mul(tf.mean(counted, axesOf(x), true), ratio);
    return isClipped ? signsFrom(x, delta) : signsBeyond(x, delta);
  };
  const encode = (x: tf.Tensor): Encoding => {
    const digits = tf.tidy(() => digitsOf(x));
    if (scale === "none") return [{ digits, scale: tf.scalar(magnitude) }];
    return [{ digits, scale: tf.tidy(() => keptMean(x, digits, axesOf(x))) }];
  };
  return {
    name: "ternary",
    options: { threshold, ratio, scaleAxis, scale, magnitude, ...gradient.options },
    code: scale === "none" ? constantCode : scaledCode,
    paper,
    estimator: gradient.estimator,
    dependsOnOthers: typeof threshold !== "number",
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [x] }),
        backward: (upstream, [input]) => [gradient.through(upstream, input)],
      });
    },
  };
}

/** The mean magnitude where the digit is not 0; 0 where all are. */
function keptMean(x: tf.Tensor, digits: tf.Tensor, axes: number[]): tf.Tensor {
  const sum = tf.sum(tf.mul(x, digits), axes, true);
  return tf.div(sum, tf.maximum(tf.sum(tf.abs(digits), axes, true), 1));
}
