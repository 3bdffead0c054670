import { bipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkInitial, type InitialValues, optionOf, parameterValue } from "./parameter-values.ts";
import type { Encoding, Paper, Quantizer, QuantizerParameter } from "./quantizer.ts";
import type { SignEstimatorOptions } from "./sign-estimator.ts";
import { signOf } from "./sign-quantizer.ts";
import { signs } from "./signs.ts";

/** As those of `signQuantizer`, but the estimator is "triangle" unless another is named. */
export interface ShiftedSignQuantizerOptions extends SignEstimatorOptions {
  /** Initial shift b of all features, or of each; default 0. */
  readonly shift?: number | readonly number[];
}

const paper: Paper = {
  title: "ReActNet: Towards Precise Binary Neural Network with Generalized Activation Functions",
  authors: "Liu, Shen, Savvides, Cheng",
  year: 2020,
  url: "https://arxiv.org/abs/2003.03488",
  section: "§4.2; liuzechun/ReActNet",
};

/** Sign with a learned shift of each feature: RSign of ReActNet.
 *
 *  `q(x) = −1 if x + b < 0 else +1`, b of the parameter "shifts", one for each of the last axis (the paper's threshold is
 *  α = −b); `∂q/∂x = 2·max(0, 1 − |x + b|)`, or what another estimator has at x + b, and ∂q/∂b the same, summed over what
 *  shares b.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488
 *  @throws RangeError if a shift is not finite, there is no such `estimator`, or there are not as many shifts as features. */
export function shiftedSignQuantizer({
  shift = 0,
  estimator = "triangle",
  ...constants
}: ShiftedSignQuantizerOptions = {}): Quantizer {
  const where = "shiftedSignQuantizer";
  checkInitial(where, "shift", shift);
  const sign = signOf(where, { estimator, ...constants });
  const { magnitude, offset, ...ofEstimator } = sign.options;
  const shifts = shiftsFrom(shift);
  return {
    name: "shifted-sign",
    options: { shift, ...ofEstimator },
    code: bipolar,
    paper,
    estimator: sign.estimator,
    parameters: [shifts],
    encode: (x: tf.Tensor): Encoding => [
      {
        digits: tf.tidy(() => signs(tf.add(x, parameterValue(where, shifts, x)))),
        scale: tf.scalar(1),
      },
    ],
    quantize: (x, call) =>
      tf.tidy(() => sign.quantize(tf.add(x, parameterValue(where, shifts, x, call)))),
    withParameters: (values) =>
      shiftedSignQuantizer({ estimator, ...constants, shift: optionOf(shifts, values) }),
  };
}

function shiftsFrom(initial: InitialValues): QuantizerParameter {
  return { name: "shifts", shape: ["features"], initial, trainable: true };
}
