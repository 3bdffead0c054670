import { type Code, checkIntegerBetween, codeFrom, type Term } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { nearestPowerOfTwo } from "./power-of-two.ts";
import type { EncodedTerm, Encoding, Paper, Quantizer } from "./quantizer.ts";
import { signs } from "./signs.ts";

export interface PowerOfTwoQuantizerOptions {
  /** How many powers a number is a sum of, 1 to 4; default 1. */
  readonly terms?: number;
  /** Default −7. */
  readonly minExponent?: number;
  /** Default 0. */
  readonly maxExponent?: number;
}

const paper: Paper = {
  title:
    "LightNN: Filling the Gap between Conventional Deep Neural Networks and Binarized Networks",
  authors: "Ding, Liu, Shi, Marculescu, Blanton",
  year: 2017,
  url: "https://doi.org/10.1145/3060403.3060465",
};

/** Sums of few signed powers of two, whose products are shifts and additions.
 *
 *  `Q₁(w) = sign(w)·2^round(log₂|w|)`, rounded in logarithm: up beyond √2·2^e, not beyond 1.5·2^e; `Q₁(0) = 0`;
 *  `Q_k(w) = Q₁(w) + Q_{k−1}(w − Q₁(w))`. Exponents above the greatest are the greatest, and what would be below the least
 *  is 0. `∂q/∂w ≈ 1`. Its code is one `power` digit for each term.
 *
 *  Ding et al. 2017, https://doi.org/10.1145/3060403.3060465
 *  @throws RangeError if `terms` is no integer in 1 … 4, or the exponents are not up to 127 integers in −125 … 126. */
export function powerOfTwoQuantizer({
  terms = 1,
  minExponent = -7,
  maxExponent = 0,
}: PowerOfTwoQuantizerOptions = {}): Quantizer {
  const where = "powerOfTwoQuantizer";
  checkIntegerBetween(where, "terms", terms, 1, 4);
  checkIntegerBetween(where, "minExponent", minExponent, -125, 126);
  checkIntegerBetween(
    where,
    "maxExponent",
    maxExponent,
    minExponent,
    Math.min(126, minExponent + 126),
  );
  const nearest = (x: tf.Tensor): tf.Tensor => powerIn(x, 2 ** minExponent, 2 ** maxExponent);
  const encode = (x: tf.Tensor): Encoding => {
    const [first, ...rest] = tf.tidy(() => {
      const powers = [nearest(x)];
      let remainder = x;
      for (let p = 1; p < terms; p++) {
        remainder = tf.sub(remainder, powers[p - 1]);
        powers.push(nearest(remainder));
      }
      return powers;
    });
    const term = (digits: tf.Tensor): EncodedTerm => ({ digits, scale: tf.scalar(1) });
    return [term(first), ...rest.map(term)];
  };
  return {
    name: "power-of-two",
    options: { terms, minExponent, maxExponent },
    code: codeOf(where, terms, [minExponent, maxExponent]),
    paper,
    estimator: { name: "straight-through", paper },
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [] }),
        backward: (upstream) => [tf.clone(upstream)],
      });
    },
  };
}

/** The nearest power in logarithm, at most the greatest, and 0 below the least. */
function powerIn(x: tf.Tensor, least: number, greatest: number): tf.Tensor {
  const magnitude = tf.minimum(tf.abs(nearestPowerOfTwo(x)), greatest);
  const isIn = tf.sub(1, tf.step(tf.sub(least, magnitude)));
  return tf.add(tf.mul(signs(x), tf.mul(magnitude, isIn)), 0);
}

function codeOf(where: string, terms: number, exponents: readonly [number, number]): Code {
  return codeFrom(
    where,
    Array.from({ length: terms }, (): Term => ({ digit: "power", exponents })),
  );
}
