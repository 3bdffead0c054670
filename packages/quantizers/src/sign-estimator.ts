import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { type Boundary, boundaries, withinMagnitude } from "./gradient-window.ts";
import type { Estimator, Paper, QuantizerOptions } from "./quantizer.ts";

/** What may stand in for the derivative of a sign: see {@link SignEstimatorOptions}. */
export const signEstimators = [
  "straight-through",
  "clipped",
  "triangle",
  "swish",
  "tanh",
  "fourier",
] as const;

export type SignEstimator = (typeof signEstimators)[number];

/** Which slope stands in for the derivative of a sign, and its constants.
 *
 *  | `estimator`          | slope at x                                                    | of                          |
 *  | -------------------- | ------------------------------------------------------------- | --------------------------- |
 *  | `"straight-through"` | 1                                                             | BinaryConnect               |
 *  | `"clipped"`          | 1 within the window                                           | BNN; `clip: 0.5` BMXNet v1  |
 *  | `"triangle"`         | max(0, 2 − 2·abs(x))                                          | Bi-Real Net, ReActNet       |
 *  | `"swish"`            | β·(2 − βx·tanh(βx/2)) / (1 + cosh(βx))                        | BNN+                        |
 *  | `"tanh"`             | k·t·(1 − tanh²(t·x))                                          | IR-Net                      |
 *  | `"fourier"`          | (4ω/π)·Σ cos((2i + 1)·ω·x), i = 0 … terms − 1, in the window  | FDA-BNN                     |
 */
export interface SignEstimatorOptions {
  readonly estimator?: SignEstimator;
  /** abs(x) up to which the gradient passes. Default 1 of "clipped" and "fourier", else no bound. */
  readonly clip?: number;
  /** Whether it passes at abs(x) = clip; default "closed": it does. */
  readonly boundary?: Boundary;
  /** β of "swish"; default 5. */
  readonly beta?: number;
  /** t of "tanh"; default 0.1. */
  readonly sharpness?: number;
  /** k of "tanh"; default max(1/t, 1), so that it follows a schedule of t. */
  readonly gain?: number;
  /** ω of "fourier"; default 0.1. */
  readonly frequency?: number;
  /** How many cosines "fourier" adds; default 11. */
  readonly terms?: number;
}

/** An estimator with its constants. */
export interface SignGradient {
  readonly estimator: Estimator;
  /** What it was made with, without what it does not use. */
  readonly options: QuantizerOptions & { readonly estimator: SignEstimator };
  /** The gradient times the slope at x.
   *  @param sharpness  in place of that of the options, of "tanh" */
  through(gradient: tf.Tensor, x: tf.Tensor, sharpness?: tf.Tensor): tf.Tensor;
}

/** @throws RangeError if there is no such estimator or boundary, or a constant is not positive and finite. */
export function signGradient(
  where: string,
  { estimator = "clipped", ...options }: SignEstimatorOptions,
): SignGradient {
  checkOneOf(where, "estimator", estimator, signEstimators);
  const constants = constantsOf(estimator, options);
  for (const [name, value] of Object.entries(constants)) checkPositive(where, name, value);
  checkPositiveInteger(where, "terms", constants.terms ?? 1);
  const { boundary = "closed" } = options;
  checkOneOf(where, "boundary", boundary, boundaries);
  const { clip } = constants;
  return {
    estimator: { name: names[estimator], paper: papersOfSignEstimators[estimator] },
    options: { estimator, ...constants, ...(clip !== undefined && { boundary }) },
    through(gradient, x, sharpness) {
      const slope = slopeOf(estimator, x, constants, sharpness);
      const sloped = slope ? tf.mul(gradient, slope) : tf.clone(gradient);
      return clip === undefined ? sloped : withinMagnitude(sloped, x, clip, boundary);
    },
  };
}

interface Constants {
  readonly clip?: number;
  readonly beta?: number;
  readonly sharpness?: number;
  readonly gain?: number;
  readonly frequency?: number;
  readonly terms?: number;
}

function constantsOf(
  estimator: SignEstimator,
  { clip, beta = 5, sharpness = 0.1, gain, frequency = 0.1, terms = 11 }: SignEstimatorOptions,
): Constants {
  const isWindow = estimator === "clipped" || estimator === "fourier";
  const bound = clip ?? (isWindow ? 1 : undefined);
  return {
    ...(bound !== undefined && { clip: bound }),
    ...(estimator === "swish" && { beta }),
    ...(estimator === "tanh" && { sharpness, ...(gain !== undefined && { gain }) }),
    ...(estimator === "fourier" && { frequency, terms }),
  };
}

function slopeOf(
  estimator: SignEstimator,
  x: tf.Tensor,
  { clip = 1, beta = 5, sharpness = 0.1, gain, frequency = 0.1, terms = 11 }: Constants,
  scheduled: tf.Tensor = tf.scalar(sharpness),
): tf.Tensor | undefined {
  switch (estimator) {
    case "straight-through":
    case "clipped":
      return undefined;
    case "triangle":
      return tf.relu(tf.sub(2, tf.mul(tf.abs(x), 2)));
    case "swish": {
      // Beyond, the slope is 0, and the products would be ∞·0.
      const u = tf.mul(tf.clipByValue(x, -1e3 / beta, 1e3 / beta), beta);
      const numerator = tf.sub(2, tf.mul(u, tf.tanh(tf.mul(u, 0.5))));
      return tf.mul(tf.mul(numerator, beta / 2), squaredSech(tf.mul(u, 0.5)));
    }
    case "tanh": {
      const k = gain ?? tf.maximum(tf.div(1, scheduled), 1);
      return tf.mul(squaredSech(tf.mul(x, scheduled)), tf.mul(scheduled, k));
    }
    case "fourier":
      return tf.mul(
        cosines(tf.mul(tf.clipByValue(x, -clip, clip), frequency), terms),
        (4 * frequency) / Math.PI,
      );
    default:
      return estimator satisfies never;
  }
}

/** 1 − tanh²(u), without its cancellation, as 4·σ(2u)·σ(−2u). */
function squaredSech(u: tf.Tensor): tf.Tensor {
  const double = tf.mul(u, 2);
  return tf.mul(tf.mul(tf.sigmoid(double), tf.sigmoid(tf.neg(double))), 4);
}

/** `Σ cos((2i + 1)·u)`, i = 0 … terms − 1. */
function cosines(u: tf.Tensor, terms: number): tf.Tensor {
  let sum = tf.cos(u);
  for (let i = 1; i < terms; i++) sum = tf.add(sum, tf.cos(tf.mul(u, 2 * i + 1)));
  return sum;
}

const names: Readonly<Record<SignEstimator, string>> = {
  "straight-through": "straight-through",
  clipped: "clipped-straight-through",
  triangle: "triangle",
  swish: "swish",
  tanh: "tanh",
  fourier: "fourier",
};

/** Binarized neural networks: sign with the clipped straight-through estimator. */
export const paperOfSign: Paper = {
  title:
    "Binarized Neural Networks: Training Deep Neural Networks with Weights and Activations Constrained to +1 or −1",
  authors: "Courbariaux, Hubara, Soudry, El-Yaniv, Bengio",
  year: 2016,
  url: "https://arxiv.org/abs/1602.02830",
  section: "§1.3",
};

export const papersOfSignEstimators: Readonly<Record<SignEstimator, Paper>> = {
  "straight-through": {
    title:
      "Estimating or Propagating Gradients Through Stochastic Neurons for Conditional Computation",
    authors: "Bengio, Léonard, Courville",
    year: 2013,
    url: "https://arxiv.org/abs/1308.3432",
  },
  clipped: paperOfSign,
  triangle: {
    title:
      "Bi-Real Net: Enhancing the Performance of 1-bit CNNs With Improved Representational Capability and Advanced Training Algorithm",
    authors: "Liu, Wu, Luo, Yang, Liu, Cheng",
    year: 2018,
    url: "https://arxiv.org/abs/1808.00278",
  },
  swish: {
    title: "BNN+: Improved Binary Network Training",
    authors: "Darabi, Belbahri, Courbariaux, Partovi Nia",
    year: 2018,
    url: "https://arxiv.org/abs/1812.11800",
  },
  tanh: {
    title: "Forward and Backward Information Retention for Accurate Binary Neural Networks",
    authors: "Qin, Gong, Liu, Shen, Wei, Yu, Song",
    year: 2020,
    url: "https://arxiv.org/abs/1909.10788",
    section: "§3.3",
  },
  fourier: {
    title: "Learning Frequency Domain Approximation for Binary Neural Networks",
    authors: "Xu, Han, Xu, Wang, Xu, Xu, Tao",
    year: 2021,
    url: "https://arxiv.org/abs/2103.00841",
  },
};
