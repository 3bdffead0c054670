import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial } from "./parameter-values.ts";
import type { EncodedTerm, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

export interface CenteredSignQuantizerOptions {
  /** What shares mean and deviation; default "weights", each output for itself. */
  readonly scaleAxis?: ScaleAxis;
  /** Factor k of the derivative; default 10. */
  readonly factor?: number;
  /** Steepness t of the derivative; default 0.1. */
  readonly steepness?: number;
}

const paper: Paper = {
  title: "AdaBin: Improving Binary Neural Networks with Adaptive Binary Sets",
  authors: "Tu, Chen, Ren, Wang",
  year: 2022,
  url: "https://arxiv.org/abs/2208.08084",
  section: "§3.2; huawei-noah/Efficient-Computing BinaryNetworks/AdaBin",
};

const code: Code = [{ digit: "bipolar", scale: "row", offset: "row" }];

const where = "centeredSignQuantizer";

/** Mean ± standard deviation of the weights: weights of AdaBin.
 *
 *  `q(w) = β + α·sign(z)`, `z = (w − β)/α`, β the mean and α the standard deviation (of the population) over the scale
 *  axes; the derivative of the sign is `k·t·(1 − tanh²(t·z))`, and that of β and α goes to w, too. Where all weights are
 *  equal, α = 0 and z = 0. Its code is ±1 with a scale α and an offset β for each slice.
 *
 *  Tu et al. 2022, https://arxiv.org/abs/2208.08084
 *  @throws RangeError if `factor` or `steepness` is not positive and finite, or there is no such `scaleAxis`. */
export function centeredSignQuantizer({
  scaleAxis = "weights",
  factor = 10,
  steepness = 0.1,
}: CenteredSignQuantizerOptions = {}): Quantizer {
  checkScaleAxis(where, scaleAxis);
  checkInitial(where, "factor", factor, { positive: true });
  checkInitial(where, "steepness", steepness, { positive: true });
  const axesOf = (x: tf.Tensor): number[] => [...reducedAxes(scaleAxis, x.rank)];
  return {
    name: "centered-sign",
    options: { scaleAxis, factor, steepness },
    code,
    paper,
    estimator: { name: "hyperbolic-tangent", paper },
    encode: (x) => tidyEncoding(where, () => [termOf(x, axesOf(x))]),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => {
          const { digits, scale, offset } = termOf(x, axesOf(x));
          const z = tf.divNoNan(tf.sub(x, offset), scale);
          const value = decodeTerms([{ digits, scale, offset }]);
          return { value: tf.reshape<R>(value, x.shape), saved: [digits, z] };
        },
        backward: (gradient, [digits, z]) => {
          const meanOf = (y: tf.Tensor): tf.Tensor => tf.mean(y, axesOf(z), true);
          const slope = tf.sub(1, tf.square(tf.tanh(tf.mul(z, steepness))));
          const bySign = tf.mul(gradient, tf.mul(slope, factor * steepness));
          // Of mean and deviation: ∂β/∂w = 1/n and ∂α/∂w = z/n, in the offset and scale as in z.
          const byMean = meanOf(tf.sub(gradient, bySign));
          const byDeviation = meanOf(tf.sub(tf.mul(gradient, digits), tf.mul(bySign, z)));
          return [tf.add(bySign, tf.add(byMean, tf.mul(z, byDeviation)))];
        },
      });
    },
  };
}

function termOf(x: tf.Tensor, axes: number[]): Required<EncodedTerm> {
  const offset = tf.mean(x, axes, true);
  const centered = tf.sub(x, offset);
  const scale = tf.sqrt(tf.mean(tf.square(centered), axes, true));
  return { digits: signs(centered), scale, offset };
}
