import { type Code, checkIntegerBetween, codeFrom } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import {
  allocateBits,
  type BitAllocation,
  type BitOrder,
  bitOrders,
  sharesOfAverage,
} from "./bit-allocation.ts";
import { checkOneOf } from "./check-options.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { withinOne } from "./gradient-window.ts";
import type { EncodedTerm, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { signs } from "./signs.ts";
import { encodingFrom, tidyEncoding } from "./tidy-encoding.ts";

/** What stands in for the derivative of {@link heterogeneousBitsQuantizer}: "straight-through": 1; "clipped": 1 where
 *  |w| ≤ 1; "each-sign": the chain rule over the residuals E with 1 for each sign and μ constant, `1 − Πᵢ (1 − μᵢ)` over
 *  the bits of the entry; "each-sign-clipped": the same with 1 where |Eᵢ| ≤ 1, else 0. */
export type ResidualEstimator = "straight-through" | "clipped" | "each-sign" | "each-sign-clipped";

export const residualEstimators: readonly ResidualEstimator[] = [
  "straight-through",
  "clipped",
  "each-sign",
  "each-sign-clipped",
];

export interface HeterogeneousBitsQuantizerOptions {
  /** Share of the entries with 1, 2 … bits, up to 8, which add up to 1: [0, 1] is two bits for all. Default that of
   *  `averageBits`. */
  readonly shares?: readonly number[];
  /** Mean bits of an entry, 1 to 3, where `shares` is not given: see {@link sharesOfAverage}. Default 1.4. */
  readonly averageBits?: number;
  /** Which entries get the most bits; default "middle-out". */
  readonly order?: BitOrder;
  /** What shares scales and shares of bits; default "weights", each output for itself. */
  readonly scaleAxis?: ScaleAxis;
  /** Default "straight-through". */
  readonly estimator?: ResidualEstimator;
  /** Of the order "random"; default 0. */
  readonly seed?: number;
}

const paper: Paper = {
  title: "Heterogeneous Bitwidth Binarization in Convolutional Neural Networks",
  authors: "Fromm, Patel, Philipose",
  year: 2018,
  url: "https://arxiv.org/abs/1805.10368",
};

const where = "heterogeneousBitsQuantizer";

/** Residual binarization with more bits for some entries than for others: weights of HBNN.
 *
 *  `E₁ = w`, `μᵢ` the mean of |Eᵢ| over the entries with i bits or more, `Iᵢ = μᵢ·sign(Eᵢ)` there, else 0,
 *  `Eᵢ₊₁ = Eᵢ − Iᵢ`, `q(w) = Σ Iᵢ`. Who gets how many bits is found anew from w each time, by {@link allocateBits}, which
 *  reads w back. Its code is a digit ±1 and for each further bit a digit −1, 0, +1, each with a scale for each slice: the
 *  mask is stored, so shares of three levels take 5 bits each where {@link averageBits} says 1.4, which is what
 *  unrolled hardware takes.
 *
 *  Fromm et al. 2018, https://arxiv.org/abs/1805.10368; "magnitude" is not among their orders, and errs less than those.
 *  @throws RangeError if shares are negative or do not add up to 1, there are none or more than 8, `averageBits` is not in
 *    1 … 3, `seed` is no integer from 0 to 2³² − 1, or there is no such `order`, `estimator` or `scaleAxis`. */
export function heterogeneousBitsQuantizer({
  averageBits = 1.4,
  shares = sharesOfAverage(averageBits),
  order = "middle-out",
  scaleAxis = "weights",
  estimator = "straight-through",
  seed = 0,
}: HeterogeneousBitsQuantizerOptions = {}): Quantizer {
  checkShares(shares);
  checkOneOf(where, "order", order, bitOrders);
  checkScaleAxis(where, scaleAxis);
  checkOneOf(where, "estimator", estimator, residualEstimators);
  checkIntegerBetween(where, "seed", seed, 0, 2 ** 32 - 1);
  const allocation: BitAllocation = { shares, order, seed };
  const termsOf = (x: tf.Tensor): ResidualTerm[] => residualTerms(x, scaleAxis, allocation);
  return {
    name: "heterogeneous-bits",
    options: { shares, order, scaleAxis, estimator, seed },
    code: codeOf(shares.length),
    paper,
    estimator: { name: estimator, paper },
    encode: (x) =>
      tidyEncoding(where, () => termsOf(x).map(({ digits, scale }) => ({ digits, scale }))),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => {
          const terms = termsOf(x);
          const value = decodeTerms(encodingFrom(where, terms));
          return { value: tf.reshape<R>(value, x.shape), saved: [slopeOf(x, terms, estimator)] };
        },
        backward: (gradient, [slope]) => [tf.mul(gradient, slope)],
      });
    },
  };
}

interface ResidualTerm extends EncodedTerm {
  /** What is left of w before this bit. */
  readonly residual: tf.Tensor;
  /** 1 where an entry has this bit, else 0. */
  readonly mask: tf.Tensor;
}

function residualTerms(
  x: tf.Tensor,
  scaleAxis: ScaleAxis,
  allocation: BitAllocation,
): ResidualTerm[] {
  const axes = [...reducedAxes(scaleAxis, x.rank)];
  const bits = bitsOfEntries(x, axes, allocation);
  let residual = x;
  return allocation.shares.map((_, i) => {
    const mask = tf.step(tf.sub(bits, i + 0.5));
    const count = tf.maximum(tf.sum(mask, axes, true), 1);
    const scale = tf.div(tf.sum(tf.mul(tf.abs(residual), mask), axes, true), count);
    // Adding 0 makes −0 a 0.
    const digits = tf.add(tf.mul(signs(residual), mask), 0);
    const term = { digits, scale, residual, mask };
    residual = tf.sub(residual, tf.mul(digits, scale));
    return term;
  });
}

/** The bits of each entry, in the shape of x. */
function bitsOfEntries(
  x: tf.Tensor,
  axes: readonly number[],
  allocation: BitAllocation,
): tf.Tensor {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const order = [...kept, ...axes];
  const slices = tf.transpose(x, order);
  const size = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  const values = Float32Array.from(slices.dataSync());
  const bits = new Float32Array(values.length);
  for (let slice = 0; slice * size < values.length; slice++) {
    const seed = allocation.seed + slice;
    const ofSlice = values.subarray(slice * size, (slice + 1) * size);
    bits.set(allocateBits(ofSlice, { ...allocation, seed }), slice * size);
  }
  const back = order.map((_, axis) => order.indexOf(axis));
  return tf.transpose(tf.tensor(bits, slices.shape), back);
}

/** `1 − Πᵢ (1 − μᵢ·windowᵢ)` over the bits of each entry. */
function slopeBySign(terms: readonly ResidualTerm[], isClipped: boolean): tf.Tensor {
  const rest = terms
    .map(({ scale, residual, mask }) => {
      const window = isClipped ? tf.mul(mask, withinOne(residual)) : mask;
      return tf.sub(1, tf.mul(scale, window));
    })
    .reduce((product, factor) => tf.mul(product, factor));
  return tf.sub(1, rest);
}

/** The derivative that stands in, in the shape of x or as one number. */
function slopeOf(
  x: tf.Tensor,
  terms: readonly ResidualTerm[],
  estimator: ResidualEstimator,
): tf.Tensor {
  switch (estimator) {
    case "straight-through":
      return tf.scalar(1);
    case "clipped":
      return withinOne(x);
    default:
      return slopeBySign(terms, estimator === "each-sign-clipped");
  }
}

function codeOf(bits: number): Code {
  return codeFrom(
    where,
    Array.from({ length: bits }, (_, i) => ({
      digit: i === 0 ? "bipolar" : "ternary",
      scale: "row",
    })),
  );
}

function checkShares(shares: readonly number[]): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  const isShare = shares.every((share) => share >= 0);
  if (shares.length >= 1 && shares.length <= 8 && isShare && Math.abs(sum - 1) < 1e-6) return;
  throw new RangeError(
    `${where}: shares must be 1 to 8 numbers of at least 0 that add up to 1, got ${shares}`,
  );
}
