import { type Code, checkIntegerBetween, codeFrom } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, numberOptionOf, parameterValue } from "./parameter-values.ts";
import type {
  EncodedTerm,
  Encoding,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { encodingFrom, tidyEncoding } from "./tidy-encoding.ts";

/** Derivative by the clip α where 0 ≤ x < α: "saturated": 0, as in PACT; "scaled": `q(x)/α − x/α`, what rounding with the
 *  derivative 1 makes of it, as in LSQ. */
export type ClipGradient = "saturated" | "scaled";

export interface LearnedClipQuantizerOptions {
  /** 2^bits − 1 levels above 0, 1 to 8 bits; default 2. */
  readonly bits?: number;
  /** Initial α, the greatest level; default 10. */
  readonly clip?: number;
  /** Default "saturated". */
  readonly clipGradient?: ClipGradient;
}

const paper: Paper = {
  title: "PACT: Parameterized Clipping Activation for Quantized Neural Networks",
  authors: "Choi, Wang, Venkataramani, Chuang, Srinivasan, Gopalakrishnan",
  year: 2018,
  url: "https://arxiv.org/abs/1805.06085",
  section: "§3",
};

const where = "learnedClipQuantizer";

/** A rectifier with equidistant levels up to a learned one: PACT.
 *
 *  `q(x) = round(clip(x, 0, α)·m/α)·α/m` with m = 2^bits − 1, ties to even, α > 0 the parameter "clip"; `∂q/∂x ≈ 1` where
 *  0 ≤ x < α, else 0; `∂q/∂α ≈ 1` where x ≥ α, 0 where x < 0, between them see {@link ClipGradient}. Its code is one {0,1}
 *  digit for each binary digit of the level.
 *
 *  Choi et al. 2018, https://arxiv.org/abs/1805.06085; the paper decays α by a term λα² of the loss
 *  @throws RangeError if `bits` is no integer in 1 … 8, `clip` is not positive and finite or there is no such
 *    `clipGradient`. */
export function learnedClipQuantizer({
  bits = 2,
  clip = 10,
  clipGradient = "saturated",
}: LearnedClipQuantizerOptions = {}): Quantizer {
  checkIntegerBetween(where, "bits", bits, 1, 8);
  checkInitial(where, "clip", clip, { positive: true });
  checkOneOf(where, "clipGradient", clipGradient, ["saturated", "scaled"]);
  const parameter: QuantizerParameter = { name: "clip", shape: [], initial: clip, trainable: true };
  const encode = (x: tf.Tensor, call?: QuantizeCall): Encoding =>
    tidyEncoding(where, () => levelTerms(x, parameterValue(where, parameter, x, call), bits));
  return {
    name: "learned-clip",
    options: { bits, clip, clipGradient },
    code: codeOf(Math.fround(clip), bits),
    paper,
    estimator: { name: "clipped-rectifier", paper },
    parameters: [parameter],
    encode: (x) => encode(x),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => {
        const alpha = parameterValue(where, parameter, x, call);
        return withCustomGradient<R>([x, alpha], {
          forward: () => {
            const value = decodeTerms(encodingFrom(where, levelTerms(x, alpha, bits)));
            return { value: tf.reshape<R>(value, x.shape), saved: [x, alpha, value] };
          },
          backward: (gradient, [input, limit, value]) => {
            const isAbove = tf.sub(1, tf.step(tf.sub(limit, input)));
            const isInside = tf.sub(tf.sub(1, isAbove), tf.step(tf.neg(input)));
            const byClip =
              clipGradient === "saturated"
                ? isAbove
                : tf.add(isAbove, tf.mul(isInside, tf.div(tf.sub(value, input), limit)));
            return [tf.mul(gradient, isInside), tf.sum(tf.mul(gradient, byClip))];
          },
        });
      });
    },
    withParameters: (values) =>
      learnedClipQuantizer({ bits, clip: numberOptionOf(parameter, values), clipGradient }),
  };
}

/** The binary digits of the level, the lowest first. */
function levelTerms(x: tf.Tensor, alpha: tf.Tensor, bits: number): EncodedTerm[] {
  const greatest = 2 ** bits - 1;
  const clipped = tf.minimum(tf.relu(x), alpha);
  const step = tf.div(alpha, greatest);
  let level: tf.Tensor = tf.round(tf.div(tf.mul(clipped, greatest), alpha));
  return Array.from({ length: bits }, (_, bit) => {
    const half = tf.floor(tf.mul(level, 0.5));
    const digits = tf.sub(level, tf.mul(half, 2));
    level = half;
    return { digits, scale: tf.mul(step, 2 ** bit) };
  });
}

function codeOf(clip: number, bits: number): Code {
  const step = Math.fround(clip / (2 ** bits - 1));
  return codeFrom(
    where,
    Array.from({ length: bits }, (_, bit) => ({ digit: "unipolar", scale: step * 2 ** bit })),
  );
}
