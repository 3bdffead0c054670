import { bipolar, type Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkPositive, checkReal } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { numberOptionOf, parameterValue } from "./parameter-values.ts";
import type {
  Encoding,
  ParameterValues,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { paperOfSign, type SignEstimatorOptions, signGradient } from "./sign-estimator.ts";
import { signs } from "./signs.ts";

export interface SignQuantizerOptions extends SignEstimatorOptions {
  /** Half the distance of the two values; default 1. */
  readonly magnitude?: number;
  /** The middle of the two values; default 0. */
  readonly offset?: number;
}

/** Sign, with a choice of estimators.
 *
 *  `q(x) = offset + magnitude·(−1 if x < 0 else +1)`; `∂q/∂x ≈` the slope of {@link SignEstimatorOptions}, "clipped" if
 *  nothing else is said, whatever the magnitude. `{ magnitude: H, estimator: "straight-through" }` is the deterministic
 *  weight of BinaryConnect; an offset makes any two values a < b, with the middle (a + b)/2 and the magnitude (b − a)/2.
 *
 *  The sharpness t of "tanh" is a parameter "sharpness" that a schedule may change: `tanhSharpness`.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §1.3
 *  @throws RangeError if there is no such estimator or boundary, a constant is not positive and finite, or `offset` not
 *    finite. */
export function signQuantizer(options: SignQuantizerOptions = {}): Quantizer {
  return signOf("signQuantizer", options);
}

/** {@link signQuantizer}, whose errors name who called it. */
export function signOf(
  where: string,
  { magnitude = 1, offset = 0, ...estimator }: SignQuantizerOptions,
): Quantizer {
  checkPositive(where, "magnitude", magnitude);
  checkReal(where, "offset", offset);
  const gradient = signGradient(where, estimator);
  const encode = (x: tf.Tensor): Encoding => [
    {
      digits: tf.tidy(() => signs(x)),
      scale: tf.scalar(magnitude),
      ...(offset !== 0 && { offset: tf.scalar(offset) }),
    },
  ];
  const isPlain = magnitude === 1 && offset === 0;
  const options = { ...gradient.options, magnitude, offset };
  const isTanh = gradient.options.estimator === "tanh";
  const initial = Number(gradient.options.sharpness);
  const parameter: QuantizerParameter = { name: "sharpness", shape: [], initial, trainable: false };
  return {
    name: "sign",
    options,
    code: isPlain ? bipolar : codeOf(magnitude, offset),
    paper: paperOfSign,
    estimator: gradient.estimator,
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call: QuantizeCall = {}): tf.Tensor<R> {
      const isScheduled = isTanh && call.parameters?.sharpness;
      const scheduled = isScheduled ? [parameterValue(where, parameter, x, call)] : [];
      return withCustomGradient<R>([x, ...scheduled], {
        forward: () => ({
          value: isPlain ? signs(x) : decodeLike(x, encode(x)),
          saved: [x, ...scheduled],
        }),
        backward: (upstream, [input, ...sharpness]) => [
          gradient.through(upstream, input, sharpness[0]),
          ...sharpness.map((value) => tf.zerosLike(value)),
        ],
      });
    },
    ...(isTanh && {
      parameters: [parameter],
      withParameters: (values: ParameterValues) =>
        signOf(where, { ...options, sharpness: numberOptionOf(parameter, values) }),
    }),
  };
}

export interface TanhSharpnessOptions {
  /** At the start; default 0.1. */
  readonly first?: number;
  /** At the end; default 10. */
  readonly last?: number;
}

/** The sharpness t of the estimator "tanh" at a share of the training: it changes by the same factor in equal times, as in
 *  IR-Net.
 *  @param progress  in 0 … 1
 *  @throws RangeError for another progress, or a sharpness that is not positive and finite. */
export function tanhSharpness(
  progress: number,
  { first = 0.1, last = 10 }: TanhSharpnessOptions = {},
): number {
  checkPositive("tanhSharpness", "first", first);
  checkPositive("tanhSharpness", "last", last);
  if (progress >= 0 && progress <= 1) return first * (last / first) ** progress;
  throw new RangeError(`tanhSharpness: progress must be in 0 … 1, got ${progress}`);
}

function codeOf(magnitude: number, offset: number): Code {
  return [{ digit: "bipolar", scale: magnitude, ...(offset !== 0 && { offset }) }];
}
