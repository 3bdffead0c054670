import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import {
  checkInitial,
  type InitialValues,
  numberOptionOf,
  optionOf,
  parameterValue,
} from "./parameter-values.ts";
import type {
  EncodedTerm,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { reducedAxes } from "./scale-axis.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

export interface RectifiedSignQuantizerOptions {
  /** Initial quantile τ beyond which weights are clamped, from ½ to 1, where none is; default 0.85. */
  readonly tau?: number;
  /** "learned": a scale of each output, the last axis; "none": ±1. Default "learned". */
  readonly scale?: "learned" | "none";
  /** Initial scale of all outputs, or of each; default 1. */
  readonly scales?: number | readonly number[];
}

const paper: Paper = {
  title: "ReCU: Reviving the Dead Weights in Binary Neural Networks",
  authors: "Xu, Lin, Liu, Chen, Shao, Gao, Tian, Ji",
  year: 2021,
  url: "https://arxiv.org/abs/2103.12369",
  section: "§3; z-hXu/ReCU",
};

const where = "rectifiedSignQuantizer";

/** Sign of standardized weights whose tails are clamped, so that few are too far out to change theirs: weights of ReCU.
 *
 *  For each output (the last axis) `z = 2√2·(w − mean)/√(var + 10⁻⁵)`, var with one less than the count as divisor;
 *  `q(w) = s·sign(z)`, s of the parameter "scales"; the derivative is that of `clip(z, −Q, Q)`, through mean and variance
 *  as well, with `Q = −E|z|·ln(2 − 2τ)`, E over all weights and Q constant; τ is the parameter "tau", which a schedule
 *  such as {@link tauSchedule} changes. Its code is ±1, scaled for each output if learned.
 *
 *  Xu et al. 2021, https://arxiv.org/abs/2103.12369
 *  @throws RangeError if `tau` is not in ½ … 1, a scale is not finite or there is no such `scale`, or there are not as many
 *    scales as outputs. */
export function rectifiedSignQuantizer({
  tau = 0.85,
  scale = "learned",
  scales = 1,
}: RectifiedSignQuantizerOptions = {}): Quantizer {
  if (!(tau >= 0.5 && tau <= 1)) {
    throw new RangeError(`${where}: tau must be in 0.5 … 1, got ${tau}`);
  }
  checkOneOf(where, "scale", scale, ["learned", "none"]);
  checkInitial(where, "scales", scales);
  const quantile: QuantizerParameter = { name: "tau", shape: [], initial: tau, trainable: false };
  const ofOutputs = scalesFrom(scales);
  const isScaled = scale === "learned";
  const termsOf = (x: tf.Tensor, call?: QuantizeCall): EncodedTerm[] => {
    const digits = clampedSign(x, parameterValue(where, quantile, x, call));
    if (!isScaled) return [{ digits, scale: tf.scalar(1) }];
    const shape = x.shape.map((size, axis) => (axis === x.rank - 1 ? size : 1));
    return [{ digits, scale: tf.mul(parameterValue(where, ofOutputs, x, call), tf.ones(shape)) }];
  };
  const encode = (x: tf.Tensor, call?: QuantizeCall) => tidyEncoding(where, () => termsOf(x, call));
  const code: Code = [{ digit: "bipolar", ...(isScaled && { scale: "row" }) }];
  return {
    name: "rectified-sign",
    options: { tau, scale, scales },
    code,
    paper,
    estimator: { name: "clipped-straight-through", paper },
    parameters: isScaled ? [quantile, ofOutputs] : [quantile],
    encode: (x) => encode(x),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => decodeLike(x, encode(x, call)));
    },
    withParameters: (values) =>
      rectifiedSignQuantizer({
        tau: numberOptionOf(quantile, values),
        scale,
        scales: optionOf(ofOutputs, values),
      }),
  };
}

export interface TauScheduleOptions {
  /** Default 0.85. */
  readonly first?: number;
  /** Default 0.99. */
  readonly last?: number;
  /** Steps until `last`; it stays there. */
  readonly steps: number;
}

/** How τ of {@link rectifiedSignQuantizer} grows: `first + (last − first)·(e^(step/steps) − 1)/(e − 1)`, step from 0. */
export function tauSchedule({
  first = 0.85,
  last = 0.99,
  steps,
}: TauScheduleOptions): (step: number) => number {
  return (step) => first + ((last - first) * Math.expm1(Math.min(step / steps, 1))) / Math.expm1(1);
}

/** `2√2·(w − mean)/√(var + 10⁻⁵)`, and what its gradient needs. */
function standardize(x: tf.Tensor): { z: tf.Tensor; centered: tf.Tensor; deviation: tf.Tensor } {
  const axes = [...reducedAxes("weights", x.rank)];
  const centered = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.div(tf.sum(tf.square(centered), axes, true), freedom(x));
  const deviation = tf.sqrt(tf.add(variance, 1e-5));
  return { z: tf.div(tf.mul(centered, 2 * Math.SQRT2), deviation), centered, deviation };
}

/** One less than the weights of an output, at least 1. */
function freedom(x: tf.Tensor): number {
  return Math.max(x.shape.slice(0, -1).reduce((product, size) => product * size, 1) - 1, 1);
}

function clampedSign(x: tf.Tensor, tau: tf.Tensor): tf.Tensor {
  return withCustomGradient([x], {
    forward: () => {
      const { z, centered, deviation } = standardize(x);
      // The addend makes no difference but for weights that are all equal where τ = 1: not 0·∞.
      const mean = tf.add(tf.mean(tf.abs(z)), 1e-30);
      const limit = tf.mul(mean, tf.neg(tf.log(tf.sub(2, tf.mul(tau, 2)))));
      const isInside = tf.sub(1, tf.step(tf.sub(tf.abs(z), limit)));
      return { value: signs(centered), saved: [isInside, centered, deviation] };
    },
    backward: (gradient, [isInside, centered, deviation]) => {
      const axes = [...reducedAxes("weights", centered.rank)];
      const byZ = tf.mul(gradient, isInside);
      const dot = tf.sum(tf.mul(byZ, centered), axes, true);
      const share = tf.div(dot, tf.mul(tf.square(deviation), freedom(centered)));
      const byCentered = tf.div(
        tf.mul(tf.sub(byZ, tf.mul(centered, share)), 2 * Math.SQRT2),
        deviation,
      );
      return [tf.sub(byCentered, tf.mean(byCentered, axes, true))];
    },
  });
}

function scalesFrom(initial: InitialValues): QuantizerParameter {
  return { name: "scales", shape: ["features"], initial, trainable: true };
}
