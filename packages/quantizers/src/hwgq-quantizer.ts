import { type Code, checkIntegerBetween, type Term, thermometer, unsigned } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { binaryDigits } from "./binary-digits.ts";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { withinRange } from "./gradient-window.ts";
import type { EncodedTerm, Encoding, Paper, Quantizer, QuantizerOptions } from "./quantizer.ts";

/** The estimators of {@link hwgqQuantizer}. */
export const hwgqEstimators = [
  "clipped-rectifier",
  "rectifier",
  "log-tailed-rectifier",
  "hard-tanh",
] as const;

/** With c the clip: "clipped-rectifier": 1 where 0 < x ≤ c; "rectifier": 1 where x > 0; "log-tailed-rectifier": 1 where
 *  0 < x ≤ c, `1/(x − c + 1)` above; "hard-tanh": 1 where |x| ≤ c. */
export type HwgqEstimator = (typeof hwgqEstimators)[number];

export interface HwgqQuantizerOptions {
  /** 2^bits − 1 levels above 0, 1 to 4 bits; default 2. */
  readonly bits?: number;
  /** Distance of two levels; default the one that fits the positive half of N(0, 1) best, for 2 bits the paper's 0.538. */
  readonly step?: number;
  /** Any rising levels above 0 in place of `bits` and `step`, up to 255: see `hwgqLevels`. */
  readonly levels?: readonly number[];
  /** Default "clipped-rectifier". */
  readonly estimator?: HwgqEstimator;
  /** Where the gradient ends, or its tail begins; default the greatest level. */
  readonly clip?: number;
}

/** Steps that minimize `E (q(x) − x)²` over x > 0 of N(0, 1), by bits; that of 2 bits as the paper's networks have it. */
const steps: readonly number[] = [0.797885, 0.538, 0.321729, 0.184243];

const mostLevels = 255;

const paper: Paper = {
  title: "Deep Learning with Low Precision by Half-wave Gaussian Quantization",
  authors: "Cai, He, Sun, Vasconcelos",
  year: 2017,
  url: "https://arxiv.org/abs/1702.00953",
  section: "§3; zhaoweicai/hwgq src/caffe/layers/quant_layer.cpp",
};

/** Half-wave Gaussian quantizer: a rectifier with few levels, for activations behind a batch normalization.
 *
 *  With levels q₁ < … < q_m: `q(x) = 0` where x ≤ 0, else `q_j` with the least j for which `x ≤ (q_j + q_{j+1})/2`, and q_m
 *  above all of them. With s the step and m = 2^bits − 1 they are j·s, and the code is one {0,1} digit for each binary
 *  digit of j; other `levels` are a thermometer, a digit for each step from one to the next. The gradient is that of
 *  {@link HwgqEstimator}.
 *
 *  Cai et al. 2017, https://arxiv.org/abs/1702.00953
 *  @throws RangeError if `bits` is no integer in 1 … 4, `step` or `clip` not positive and finite, `levels` do not rise from
 *    above 0 or are more than 255, there are `levels` and `bits` or `step`, or there is no such `estimator`. */
export function hwgqQuantizer({
  bits,
  step,
  levels,
  estimator = "clipped-rectifier",
  clip,
}: HwgqQuantizerOptions = {}): Quantizer {
  const where = "hwgqQuantizer";
  checkOneOf(where, "estimator", estimator, hwgqEstimators);
  if (clip !== undefined) checkPositive(where, "clip", clip);
  if (levels && (bits !== undefined || step !== undefined)) {
    throw new RangeError(`${where}: there must be levels, or bits and a step, got both`);
  }
  const scheme = levels ? anyLevels(where, levels) : equalLevels(where, bits, step);
  const end = clip ?? scheme.greatest;
  return {
    name: "half-wave-gaussian",
    options: {
      ...scheme.options,
      ...(estimator !== "clipped-rectifier" && { estimator }),
      ...(clip !== undefined && { clip }),
    },
    code: scheme.code,
    paper,
    estimator: { name: estimator, paper },
    encode: scheme.encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({
          value: decodeLike(x, scheme.encode(x)),
          saved: [x],
        }),
        backward: (gradient, [input]) => [through(estimator, gradient, input, end)],
      });
    },
  };
}

interface Levels {
  readonly options: QuantizerOptions;
  readonly code: Code;
  readonly greatest: number;
  encode(x: tf.Tensor): Encoding;
}

function equalLevels(where: string, bits = 2, step: number = steps[bits - 1] ?? 1): Levels {
  checkIntegerBetween(where, "bits", bits, 1, steps.length);
  checkPositive(where, "step", step);
  const [first, ...rest] = unsigned(bits);
  const scaled = (term: Term): Term => ({ ...term, scale: Number(term.scale) * step });
  return {
    options: { bits, step },
    code: [scaled(first), ...rest.map(scaled)],
    greatest: step * (2 ** bits - 1),
    encode: (x) => {
      const digits = tf.tidy(() => binaryDigits(levelIndex(x, step, 2 ** bits - 1), bits));
      return termsOf(digits, (p) => step * 2 ** p);
    },
  };
}

function anyLevels(where: string, levels: readonly number[]): Levels {
  checkIntegerBetween(where, "levels.length", levels.length, 1, mostLevels);
  for (const [j, level] of levels.entries()) {
    if (Number.isFinite(level) && level > (levels[j - 1] ?? 0)) continue;
    throw new RangeError(`${where}: levels must be finite and rise from above 0, got ${levels}`);
  }
  const distances = levels.map((level, j) => level - (levels[j - 1] ?? 0));
  const centers = Float32Array.from(levels);
  const thresholds = centers.map((center, j) => (j === 0 ? 0 : (center + centers[j - 1]) / 2));
  return {
    options: { levels: [...levels] },
    code: thermometer(levels),
    greatest: levels[levels.length - 1],
    encode: (x) => {
      const digits = tf.tidy(() =>
        Array.from(thresholds, (threshold) => tf.step(tf.sub(x, threshold))),
      );
      return termsOf(digits, (p) => distances[p]);
    },
  };
}

function termsOf([first, ...rest]: readonly tf.Tensor[], scaleOf: (p: number) => number): Encoding {
  const term = (digits: tf.Tensor, p: number): EncodedTerm => ({
    digits,
    scale: tf.scalar(scaleOf(p)),
  });
  return [term(first, 0), ...rest.map((digits, p) => term(digits, p + 1))];
}

/** How many thresholds 0, 1.5·s, 2.5·s … are below x. A NaN stays a NaN. */
function levelIndex(x: tf.Tensor, step: number, greatest: number): tf.Tensor {
  let index = tf.step(x);
  for (let j = 1; j < greatest; j++) {
    index = tf.add(index, tf.step(tf.sub(x, (j + 0.5) * step)));
  }
  return index;
}

function through(
  estimator: HwgqEstimator,
  gradient: tf.Tensor,
  x: tf.Tensor,
  clip: number,
): tf.Tensor {
  const isPositive = tf.step(x);
  switch (estimator) {
    case "clipped-rectifier":
      return tf.mul(gradient, tf.sub(isPositive, tf.step(tf.sub(x, clip))));
    case "rectifier":
      return tf.mul(gradient, isPositive);
    case "log-tailed-rectifier":
      return tf.mul(gradient, tf.div(isPositive, tf.add(tf.relu(tf.sub(x, clip)), 1)));
    case "hard-tanh":
      return withinRange(gradient, x, [-clip, clip]);
    default:
      return estimator satisfies never;
  }
}
