import { bipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-one-of.ts";
import { checkInitial, type InitialValues, optionOf, parameterValue } from "./parameter-values.ts";
import type { Encoding, Paper, Quantizer, QuantizerParameter } from "./quantizer.ts";
import { signs } from "./signs.ts";
import { type SignSurrogate, signSurrogates, surrogateSign } from "./surrogate-sign.ts";

export interface ShiftedSignQuantizerOptions {
  /** Initial shift b of all features, or of each; default 0. */
  readonly shift?: number | readonly number[];
  /** Default "triangle". */
  readonly estimator?: SignSurrogate;
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
 *  α = −b); `∂q/∂x = 2·max(0, 1 − |x + b|)`, or with the estimator "clipped" 1 where |x + b| ≤ 1, and ∂q/∂b the same, summed
 *  over what shares b.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488
 *  @throws RangeError if a shift is not finite, there is no such `estimator`, or there are not as many shifts as features. */
export function shiftedSignQuantizer({
  shift = 0,
  estimator = "triangle",
}: ShiftedSignQuantizerOptions = {}): Quantizer {
  const where = "shiftedSignQuantizer";
  checkInitial(where, "shift", shift);
  checkOneOf(where, "estimator", estimator, signSurrogates);
  const shifts = shiftsFrom(shift);
  return {
    name: "shifted-sign",
    options: { shift, estimator },
    code: bipolar,
    paper,
    estimator: { name: estimator, paper },
    parameters: [shifts],
    encode: (x: tf.Tensor): Encoding => [
      {
        digits: tf.tidy(() => signs(tf.add(x, parameterValue(where, shifts, x)))),
        scale: tf.scalar(1),
      },
    ],
    quantize: (x, call) =>
      tf.tidy(() => surrogateSign(tf.add(x, parameterValue(where, shifts, x, call)), estimator)),
    withParameters: (values) =>
      shiftedSignQuantizer({ shift: optionOf(shifts, values), estimator }),
  };
}

function shiftsFrom(initial: InitialValues): QuantizerParameter {
  return { name: "shifts", shape: ["features"], initial, trainable: true };
}
