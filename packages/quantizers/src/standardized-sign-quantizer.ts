import { bipolar, type Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { nearestPowerOfTwo } from "./power-of-two.ts";
import type { EncodedTerm, Paper, Quantizer } from "./quantizer.ts";
import { reducedAxes } from "./scale-axis.ts";
import type { SignEstimatorOptions } from "./sign-estimator.ts";
import { signOf } from "./sign-quantizer.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

/** As those of `signQuantizer`, but the estimator is "tanh" unless another is named. */
export interface StandardizedSignQuantizerOptions extends SignEstimatorOptions {
  /** "power-of-two": a scale of each output, a shift in a circuit; "none": ±1. Default "power-of-two". */
  readonly scale?: "power-of-two" | "none";
}

const paper: Paper = {
  title: "Forward and Backward Information Retention for Accurate Binary Neural Networks",
  authors: "Qin, Gong, Liu, Shen, Wei, Yu, Song",
  year: 2020,
  url: "https://arxiv.org/abs/1909.10788",
  section: "§3.2; htqin/IR-Net",
};

const where = "standardizedSignQuantizer";

const scaled: Code = [{ digit: "bipolar", scale: "row" }];

/** Sign of balanced, standardized weights: Libra parameter binarization of IR-Net.
 *
 *  For each output (the last axis) `z = (w − mean)/√(var + 10⁻¹⁰)`, var with one less than the count as divisor, so that
 *  about as many weights become −1 as 1; `q(w) = s·sign(z)`, `s = 2^round(log₂ mean|z|)`, a constant to the gradient, which
 *  is the slope of the estimator at z, through mean and deviation as well. The sharpness of "tanh" is a parameter that a
 *  schedule may change.
 *
 *  Qin et al. 2020, https://arxiv.org/abs/1909.10788
 *  @throws RangeError if there is no such `scale`, estimator or boundary, or a constant is not positive and finite. */
export function standardizedSignQuantizer({
  scale = "power-of-two",
  estimator = "tanh",
  ...constants
}: StandardizedSignQuantizerOptions = {}): Quantizer {
  checkOneOf(where, "scale", scale, ["power-of-two", "none"]);
  const sign = signOf(where, { estimator, ...constants });
  const { magnitude, offset, ...ofEstimator } = sign.options;
  const isScaled = scale === "power-of-two";
  const termOf = (x: tf.Tensor): EncodedTerm => {
    const z = standardized(x);
    return { digits: signs(z), scale: isScaled ? scaleOf(z) : tf.scalar(1) };
  };
  return {
    name: "standardized-sign",
    options: { scale, ...ofEstimator },
    code: isScaled ? scaled : bipolar,
    paper,
    estimator: sign.estimator,
    dependsOnOthers: true,
    ...(sign.parameters && { parameters: sign.parameters }),
    encode: (x) => tidyEncoding(where, () => [termOf(x)]),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call = {}): tf.Tensor<R> {
      return tf.tidy(() => {
        const z = standardized(x);
        const digits = sign.quantize(z, call);
        return tf.reshape<R>(isScaled ? timesConstant(digits, scaleOf(z)) : digits, x.shape);
      });
    },
    ...(sign.withParameters && {
      withParameters: (values) =>
        standardizedSignQuantizer({ ...sign.withParameters?.(values).options, scale }),
    }),
  };
}

/** With the gradient of its operations. */
function standardized(x: tf.Tensor): tf.Tensor {
  const axes = [...reducedAxes("weights", x.rank)];
  const centered = tf.sub(x, tf.mean(x, axes, true));
  const count = axes.reduce((product, axis) => product * x.shape[axis], 1);
  const variance = tf.div(tf.sum(tf.square(centered), axes, true), Math.max(count - 1, 1));
  return tf.div(centered, tf.sqrt(tf.add(variance, 1e-10)));
}

function scaleOf(z: tf.Tensor): tf.Tensor {
  return nearestPowerOfTwo(tf.mean(tf.abs(z), [...reducedAxes("weights", z.rank)], true));
}

function timesConstant(digits: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  return withCustomGradient([digits], {
    forward: () => ({ value: tf.mul(digits, scale), saved: [scale] }),
    backward: (gradient, [constant]) => [tf.mul(gradient, constant)],
  });
}
