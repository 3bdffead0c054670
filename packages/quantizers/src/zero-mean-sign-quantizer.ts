import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, type InitialValues, optionOf, parameterValue } from "./parameter-values.ts";
import type {
  Encoding,
  Paper,
  ParameterValues,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

/** As those of `signQuantizer`, of the centred weights, but the estimator is "straight-through" unless another is named. */
export interface ZeroMeanSignQuantizerOptions extends SignEstimatorOptions {
  /** What shares a mean; default "tensor". */
  readonly centerAxis?: ScaleAxis;
  /** What shares a scale; default "tensor". */
  readonly scaleAxis?: ScaleAxis;
  /** "mean": α = mean|w| of the weights as they are; "learned": a parameter, of each output with the scale axes "weights" and
   *  "weight-rows", a number with "tensor". Default "mean". */
  readonly scale?: "mean" | "learned";
  /** Initial scale that is learned, of all outputs or of each; default 1. `parametersFrom` finds the means of weights. */
  readonly scales?: number | readonly number[];
  /** "none": the gradient of the signs is e·g, e the slope of the estimator; "constant": α·e·g. Default "none". */
  readonly scaleGradient?: "none" | "constant";
  /** "constant": the mean is one to the gradient; "subtracted": its mean is taken off the gradient. Default "constant". */
  readonly meanGradient?: "constant" | "subtracted";
}

const code: Code = [{ digit: "bipolar", scale: "row" }];

const paper: Paper = {
  title: "BiT: Robustly Binarized Multi-distilled Transformer",
  authors: "Liu, Oguz, Pappu, Xiao, Yih, Li, Krishnamoorthi, Mehdad",
  year: 2022,
  url: "https://arxiv.org/abs/2205.13016",
  section: "§3.1; facebookresearch/bit",
};

const where = "zeroMeanSignQuantizer";

/** Sign of weights less their mean, times the mean magnitude of the weights as they are: BiT, BiViT and BiBERT.
 *
 *  `q(W) = α·(−1 if W − mean(W) < 0 else +1)`, `α = mean|W|` or learned; the gradient is g times the slope of
 *  {@link SignEstimatorOptions} at W − mean(W), times α and less its own mean if so wished; of a learned α it is
 *  `Σ g·sign(W − mean(W))`.
 *
 *  | weights of            | options                                                                                       |
 *  | --------------------- | --------------------------------------------------------------------------------------------- |
 *  | BiT                   | none; its word embedding `scaleAxis: "activations"`, a mean magnitude of each row             |
 *  | BiViT, as torch has W | `centerAxis: "weight-rows", scaleAxis: "weight-rows", estimator: "clipped", boundary: "open", scaleGradient: "constant", meanGradient: "subtracted"` |
 *  | BiViT, learned scales | the same and `scale: "learned"`; of weights as TensorFlow has them "weights" for "weight-rows" |
 *  | BiBERT                | `centerAxis: "weight-rows", scaleAxis: "weight-rows"`                                         |
 *
 *  Liu et al. 2022, https://arxiv.org/abs/2205.13016; He et al. 2022, https://arxiv.org/abs/2211.07091
 *  @throws RangeError if there is no such axis, `scale`, gradient, estimator or boundary, a constant of the estimator is not
 *    positive and finite, a scale not finite, or scales are learned along another axis than these three. */
export function zeroMeanSignQuantizer({
  centerAxis = "tensor",
  scaleAxis = "tensor",
  scale = "mean",
  scales = 1,
  scaleGradient = "none",
  meanGradient = "constant",
  estimator = "straight-through",
  ...constants
}: ZeroMeanSignQuantizerOptions = {}): Quantizer {
  checkScaleAxis(where, centerAxis);
  checkScaleAxis(where, scaleAxis);
  checkOneOf(where, "scale", scale, ["mean", "learned"]);
  checkInitial(where, "scales", scales);
  checkOneOf(where, "scaleGradient", scaleGradient, ["none", "constant"]);
  checkOneOf(where, "meanGradient", meanGradient, ["constant", "subtracted"]);
  const sign = signGradient(where, { estimator, ...constants });
  const parameter = scale === "learned" ? scaleParameter(scaleAxis, scales) : undefined;
  const centred = (x: tf.Tensor): tf.Tensor => tf.sub(x, meanOver(x, centerAxis));
  const scaleOf = (x: tf.Tensor, call?: QuantizeCall): tf.Tensor => {
    if (parameter === undefined) return meanOver(tf.abs(x), scaleAxis);
    const axes = reducedAxes(scaleAxis, x.rank);
    const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const value = parameterValue(where, parameter, x, call);
    return value.rank === 0 ? tf.mul(value, tf.ones(shape)) : tf.reshape(value, shape);
  };
  const options = {
    ...{ centerAxis, scaleAxis, scale, scales, scaleGradient, meanGradient },
    ...sign.options,
  };
  return {
    name: "zero-mean-sign",
    options,
    code,
    paper,
    estimator: sign.estimator,
    dependsOnOthers: true,
    encode: (x): Encoding =>
      tidyEncoding(where, () => [{ digits: signs(centred(x)), scale: scaleOf(x) }]),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => {
        const alpha = scaleOf(x, call);
        const inputs = parameter === undefined ? [x] : [x, alpha];
        return withCustomGradient<R>(inputs, {
          forward: () => {
            const digits = signs(centred(x));
            return { value: decodeLike(x, [{ digits, scale: alpha }]), saved: [x, alpha] };
          },
          backward: (gradient, [weights, constant]) => {
            const around = centred(weights);
            const sloped = sign.through(gradient, around);
            const scaled = scaleGradient === "none" ? sloped : tf.mul(sloped, constant);
            const byWeights = meanGradient === "constant" ? scaled : centredGradient(scaled);
            if (parameter === undefined) return [byWeights];
            const byScale = tf.mul(gradient, signs(around));
            return [byWeights, tf.sum(byScale, [...reducedAxes(scaleAxis, weights.rank)], true)];
          },
        });
      });
    },
    ...(parameter && {
      parameters: [parameter],
      parametersFrom: (x: tf.Tensor): ParameterValues =>
        tf.tidy(() => {
          const means = meanOver(tf.abs(x), scaleAxis);
          return { scales: tf.reshape(means, scaleAxis === "tensor" ? [] : [-1]) };
        }),
      withParameters: (values: ParameterValues) =>
        zeroMeanSignQuantizer({
          ...{ centerAxis, scaleAxis, scale, scaleGradient, meanGradient, estimator },
          ...constants,
          scales: optionOf(parameter, values),
        }),
    }),
  };

  function centredGradient(gradient: tf.Tensor): tf.Tensor {
    return tf.sub(gradient, meanOver(gradient, centerAxis));
  }
}

function meanOver(x: tf.Tensor, axis: ScaleAxis): tf.Tensor {
  return tf.mean(x, [...reducedAxes(axis, x.rank)], true);
}

function scaleParameter(scaleAxis: ScaleAxis, initial: InitialValues): QuantizerParameter {
  const own = { name: "scales", initial, trainable: true };
  if (scaleAxis === "tensor") return { ...own, shape: [] };
  if (scaleAxis === "weights") return { ...own, shape: ["features"] };
  if (scaleAxis === "weight-rows") return { ...own, shape: ["rows"] };
  throw new RangeError(
    `${where}: scaleAxis must be "weights", "weight-rows" or "tensor" where scales are learned, got ${scaleAxis}`,
  );
}
