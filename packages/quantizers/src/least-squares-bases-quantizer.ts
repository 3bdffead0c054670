import { type Code, checkIntegerBetween, codeFrom } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { minimumNormSolution } from "./minimum-norm-solution.ts";
import { floorPowerOfTwo } from "./power-of-two.ts";
import type { EncodedTerm, Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

/** Which standard deviation: "population" divides by the count, "sample" by one less. */
export type Deviation = "population" | "sample";

export interface LeastSquaresBasesQuantizerOptions {
  /** How many, 1 to 8; default 3. */
  readonly bases?: number;
  /** What shares mean, deviation and scales; default "weights", each output for itself. */
  readonly scaleAxis?: ScaleAxis;
  /** Default "population". */
  readonly deviation?: Deviation;
}

const paper: Paper = {
  title: "Towards Accurate Binary Convolutional Neural Network",
  authors: "Lin, Zhao, Pan",
  year: 2017,
  url: "https://arxiv.org/abs/1711.11294",
  section: "§2.1",
};

const where = "leastSquaresBasesQuantizer";

/** Weighted sum of M signs, with the weights that fit best: weights of ABC-Net.
 *
 *  `q(w) = Σₘ αₘ·Bₘ`, `Bₘ = −1 if w − mean + uₘ·std < 0 else +1` with uₘ = −1 + 2(m − 1)/(M − 1), m = 1 … M, and u = 0 for
 *  M = 1; α minimizes `‖w − Σₘ αₘ·Bₘ‖²`, the shortest one where bases coincide. With the identity for the derivative of
 *  the sign, and α, mean and std constant, `∂q/∂w ≈ Σₘ αₘ`. Its code is M digits ±1, each with a scale for each slice.
 *  The scales are solved in float64, for which it reads M(M + 3)/2 numbers of each slice back.
 *
 *  Lin, Zhao, Pan 2017, https://arxiv.org/abs/1711.11294, §2.1
 *  @throws RangeError if `bases` is no integer in 1 … 8 or there is no such `scaleAxis` or `deviation`. */
export function leastSquaresBasesQuantizer({
  bases = 3,
  scaleAxis = "weights",
  deviation = "population",
}: LeastSquaresBasesQuantizerOptions = {}): Quantizer {
  checkIntegerBetween(where, "bases", bases, 1, 8);
  checkScaleAxis(where, scaleAxis);
  checkOneOf(where, "deviation", deviation, ["population", "sample"]);
  const code: Code = codeFrom(
    where,
    Array.from({ length: bases }, () => ({ digit: "bipolar", scale: "row" })),
  );
  const encode = (x: tf.Tensor): Encoding =>
    tidyEncoding(where, () => {
      const axes = reducedAxes(scaleAxis, x.rank);
      // In units of a power of two near the greatest magnitude, whose squares and sums are finite.
      const unit = unitOf(x, axes);
      const shares = tf.div(x, unit);
      const digits = basesOf(shares, { bases, axes, deviation });
      const scales = fittedScales(shares, digits, axes);
      return digits.flatMap((base, m): EncodedTerm[] => {
        const scale = scales[m];
        return scale ? [{ digits: base, scale: tf.mul(scale, unit) }] : [];
      });
    });
  return {
    name: "least-squares-bases",
    options: { bases, scaleAxis, deviation },
    code,
    paper,
    estimator: { name: "straight-through", paper },
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => {
          const terms = encode(x);
          const scales = terms.map(({ scale }) => scale);
          return { value: decodeLike(x, terms), saved: scales };
        },
        backward: (gradient, scales) => [
          tf.mul(
            gradient,
            scales.reduce((sum, scale) => tf.add(sum, scale)),
          ),
        ],
      });
    },
  };
}

/** The power of two at or below the greatest magnitude of each slice; 1 of zeros. */
function unitOf(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const greatest = tf.max(tf.abs(x), [...axes], true);
  return floorPowerOfTwo(tf.add(greatest, tf.cast(tf.equal(greatest, 0), "float32")));
}

function basesOf(
  x: tf.Tensor,
  { bases, axes, deviation }: { bases: number; axes: readonly number[]; deviation: Deviation },
): tf.Tensor[] {
  const centered = tf.sub(x, tf.mean(x, [...axes], true));
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  const divisor = deviation === "sample" ? Math.max(count - 1, 1) : count;
  const std = tf.sqrt(tf.div(tf.sum(tf.square(centered), [...axes], true), divisor));
  return Array.from({ length: bases }, (_, m) => {
    const shift = bases === 1 ? 0 : -1 + (2 * m) / (bases - 1);
    return signs(tf.add(centered, tf.mul(std, shift)));
  });
}

/** For each base its α of each slice. */
function fittedScales(
  x: tf.Tensor,
  digits: readonly tf.Tensor[],
  axes: readonly number[],
): tf.Tensor[] {
  const sliceSums = (y: tf.Tensor): tf.Tensor => tf.sum(y, [...axes], true);
  const products = digits.map((base) => sliceSums(tf.mul(base, x)));
  const rhs = products.map((sum) => sum.dataSync());
  const gram = digits.map((base) =>
    digits.map((other) => sliceSums(tf.mul(base, other)).dataSync()),
  );
  const { shape = [], size = 0 } = products[0] ?? {};
  const alphas = digits.map(() => new Float32Array(size));
  for (let slice = 0; slice < size; slice++) {
    const of = (sums: ArrayLike<number>): number => sums[slice] ?? Number.NaN;
    const solution = minimumNormSolution(gram.flat().map(of), rhs.map(of));
    for (const [m, alpha] of solution.entries()) alphas[m]?.fill(alpha, slice, slice + 1);
  }
  return alphas.map((alpha) => tf.tensor(alpha, shape));
}
