import { bases, checkIntegerBetween, checkLength } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, listOptionOf, parameterValue } from "./parameter-values.ts";
import type {
  EncodedTerm,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
import { signs } from "./signs.ts";
import { encodingFrom, tidyEncoding } from "./tidy-encoding.ts";

export interface ResidualBasesQuantizerOptions extends SignEstimatorOptions {
  /** How many signs, 1 to 4; default 2. */
  readonly bits?: number;
  /** Initial scale β of each; default the means of N(0, 1): 0.7979, 0.4826, 0.2684, 0.1597. */
  readonly scales?: readonly number[];
}

/** `E|Eᵢ|` where E₁ is of N(0, 1) and each scale the mean. */
const normalScales: readonly number[] = [0.797885, 0.482624, 0.268441, 0.159674];

const paper: Paper = {
  title: "Heterogeneous Bitwidth Binarization in Convolutional Neural Networks",
  authors: "Fromm, Patel, Philipose",
  year: 2018,
  url: "https://arxiv.org/abs/1805.10368",
};

const where = "residualBasesQuantizer";

/** Residual binarization with learned scales: for values of a network, whose scales must not depend on the data.
 *
 *  `E₁ = x`, `Aᵢ = −1 if Eᵢ < 0 else +1`, `Eᵢ₊₁ = Eᵢ − βᵢ·Aᵢ`, `q(x) = Σ βᵢ·Aᵢ`, β of the parameter "scales"; ∂q/∂x is the slope
 *  of an estimator at x, "clipped" if nothing else is said, `∂q/∂βᵢ ≈ Aᵢ`. Its code is a digit ±1 for each β.
 *
 *  Fromm et al. 2018, https://arxiv.org/abs/1805.10368, who take the mean of |Eᵢ| for βᵢ, as
 *  {@link heterogeneousBitsQuantizer} does
 *  @throws RangeError if `bits` is no integer in 1 … 4, a scale is not finite or there are not as many as bits, or the
 *    estimator is not one of {@link SignEstimatorOptions}. */
export function residualBasesQuantizer({
  bits = 2,
  scales = normalScales.slice(0, bits),
  ...estimatorOptions
}: ResidualBasesQuantizerOptions = {}): Quantizer {
  checkIntegerBetween(where, "bits", bits, 1, normalScales.length);
  checkInitial(where, "scales", scales);
  checkLength(where, "scales", scales.length, bits);
  const { estimator, options, through } = signGradient(where, estimatorOptions);
  const parameter: QuantizerParameter = {
    name: "scales",
    shape: [bits],
    initial: scales,
    trainable: true,
  };
  return {
    name: "residual-bases",
    options: { bits, scales, ...options },
    code: bases(scales),
    paper,
    estimator,
    parameters: [parameter],
    encode: (x) => tidyEncoding(where, () => termsOf(x, parameterValue(where, parameter, x))),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => {
        const beta = parameterValue(where, parameter, x, call);
        return withCustomGradient<R>([x, beta], {
          forward: () => {
            const terms = termsOf(x, beta);
            const value = decodeLike(x, encodingFrom(where, terms));
            return { value, saved: [x, ...terms.map(({ digits }) => digits)] };
          },
          backward: (gradient, [input, ...digits]) => [
            through(gradient, input),
            tf.stack(digits.map((base) => tf.sum(tf.mul(gradient, base)))),
          ],
        });
      });
    },
    withParameters: (values) =>
      residualBasesQuantizer({
        bits,
        scales: listOptionOf(parameter, values),
        ...estimatorOptions,
      }),
  };
}

function termsOf(x: tf.Tensor, beta: tf.Tensor): EncodedTerm[] {
  let residual = x;
  return tf.unstack(beta).map((scale) => {
    const digits = signs(residual);
    residual = tf.sub(residual, tf.mul(digits, scale));
    return { digits, scale };
  });
}
