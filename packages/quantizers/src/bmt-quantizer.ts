import * as tf from "@tensorflow/tfjs";
import { checkOneOf, checkPositive } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { runFusedKernel } from "./gradient/fused-kernel.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { papersOfSignEstimators } from "./sign-estimator.ts";
import { negatedSigns, signs } from "./signs.ts";

/** The estimators of {@link bmtQuantizer}. */
export const bmtEstimators = ["straight-through", "triangle"] as const;

/** What stands in for the derivative of the sign, s the bound: "straight-through": 1 where |x| < s·(1 − e), as in the
 *  paper; "triangle": h·max(0, 1 − h|x|/s), which is steep where the sign is about to change. Whatever its slope h, it
 *  integrates to s, the height of the step. With h = 2 it is the derivative of Bi-Real Net's ApproxSign,
 *  2·max(0, 1 − |x|), on ±s/2 instead of ±1. Liu et al. 2018, https://arxiv.org/abs/1808.00278 */
export type BmtEstimator = (typeof bmtEstimators)[number];

export interface BmtQuantizerOptions {
  readonly scaleAxis: ScaleAxis;
  /** Fixed bound s instead of the maximum; values beyond it get no gradient. */
  readonly bound?: number;
  /** Half-open margin e below the bound in which the straight-through gradient is 0; default 2⁻⁷. */
  readonly epsilon?: number;
  /** Default "straight-through". */
  readonly estimator?: BmtEstimator;
  /** Slope h of the triangle at 0, where |x| < s/h gets a gradient; default 2. */
  readonly slope?: number;
}

/** Smallest float32 e with 1 + e ≠ 1; keeps the bound of an all-zero slice positive. */
const float32Epsilon = 2 ** -23;

const paper: Paper = {
  title: "Binarized Neural Machine Translation",
  authors: "Zhang, Garg, Cao, Lew, Ghorbani, Zhang, Firat",
  year: 2023,
  url: "https://arxiv.org/abs/2302.04907",
  section: "google/init2winit model_lib/binarize_layers.py",
};

/** One-bit quantizer of BMT.
 *
 *  `q(x) = −s/2 if x < 0 else +s/2`, `s = max|x| + ε₃₂` over the scale axes (or the fixed bound);
 *  `∂q/∂x ≈ 1 if |x| < s·(1 − e) else 0`, s constant, or the triangle. Straight through it equals the paper's
 *  `s·(floor(clip(x/s, −(1−e), 1−e)) + ½)` with the identity as the derivative of `floor`. Its code is ±1 with the scale
 *  s/2: a constant for a fixed bound, else "row", one for each slice that the scale axes reduce. In a model file those
 *  slices are rows of weights with the axes "weights" and "weight-rows", rows of values with "activations".
 *
 *  Zhang et al. 2023, Binarized Neural Machine Translation, https://arxiv.org/abs/2302.04907
 *  @throws RangeError if `bound` or `slope` is not positive and finite, `epsilon` not in [0, 1) or there is no such
 *    `estimator` or `scaleAxis`. */
export function bmtQuantizer({
  scaleAxis,
  bound,
  epsilon = 2 ** -7,
  estimator = "straight-through",
  slope = 2,
}: BmtQuantizerOptions): Quantizer {
  checkScaleAxis("bmtQuantizer", scaleAxis);
  checkOptions({ bound: bound ?? 1, epsilon, estimator, slope });
  const halfBound = (x: tf.Tensor): tf.Tensor =>
    bound === undefined ? halfMaximum(x, scaleAxis) : tf.scalar(bound / 2);
  return {
    name: "bmt",
    options: { scaleAxis, ...(bound !== undefined && { bound }), epsilon, estimator, slope },
    code: [{ digit: "bipolar", scale: bound === undefined ? "row" : bound / 2 }],
    paper,
    estimator: {
      name: estimator,
      paper: estimator === "triangle" ? papersOfSignEstimators.triangle : paper,
    },
    encode: (x: tf.Tensor): Encoding => [{ digits: tf.tidy(() => signs(x)), scale: halfBound(x) }],
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      const limit = 1 - epsilon;
      const fused =
        bound === undefined ? fusedQuantize(x, scaleAxis, { limit, estimator, slope }) : undefined;
      if (fused) return fused;
      return withCustomGradient<R>([x], {
        forward: () => {
          const half = halfBound(x);
          return { value: tf.mul(negatedSigns(x), tf.neg(half)), saved: [x, half] };
        },
        backward: (gradient, [input, half]) => {
          const magnitude = tf.abs(input);
          return [
            estimator === "triangle"
              ? tf.mul(gradient, triangle(tf.div(magnitude, tf.mul(half, 2)), slope))
              : tf.mul(gradient, tf.step(tf.sub(tf.mul(half, 2 * limit), magnitude))),
          ];
        },
      });
    },
  };
}

function fusedQuantize<R extends tf.Rank>(
  x: tf.Tensor<R>,
  scaleAxis: ScaleAxis,
  gradient: { readonly limit: number; readonly estimator: BmtEstimator; readonly slope: number },
): tf.Tensor<R> | undefined {
  const byRow = scaleAxis === "activations" || (scaleAxis === "weight-rows" && x.rank === 2);
  if (!byRow && !(scaleAxis === "weights" && x.rank === 2)) return undefined;
  const attributes = { scaleAxis: byRow ? "rows" : "columns", addend: float32Epsilon, ...gradient };
  const outputs = runFusedKernel("BnnkitBinarize", { x }, attributes);
  return outputs && tf.reshape<R>(outputs[0], x.shape);
}

/** h·max(0, 1 − h·u) for u = |x|/s. */
function triangle(u: tf.Tensor, slope: number): tf.Tensor {
  return tf.relu(tf.sub(slope, tf.mul(u, slope ** 2)));
}

/** `max|x|` of the slices whose scale in {@link bmtQuantizer}'s encoding is s/2, in float32: the way back to latent weights. */
export function bmtMaximum(scale: number): number {
  return Math.fround(2 * scale - float32Epsilon);
}

function halfMaximum(x: tf.Tensor, scaleAxis: ScaleAxis): tf.Tensor {
  return tf.tidy(() => {
    const maximum = tf.max(tf.abs(x), [...reducedAxes(scaleAxis, x.rank)], true);
    return tf.mul(tf.add(maximum, float32Epsilon), 0.5);
  });
}

function checkOptions({
  bound,
  slope,
  epsilon,
  estimator,
}: Required<Omit<BmtQuantizerOptions, "scaleAxis">>): void {
  checkPositive("bmtQuantizer", "bound", bound);
  checkPositive("bmtQuantizer", "slope", slope);
  checkOneOf("bmtQuantizer", "estimator", estimator, bmtEstimators);
  if (epsilon >= 0 && epsilon < 1) return;
  throw new RangeError(`bmtQuantizer: epsilon must be in [0, 1), got ${epsilon}`);
}
