import { bases, checkLength } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, listOptionOf, parameterValue } from "./parameter-values.ts";
import type {
  EncodedTerm,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { signs } from "./signs.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

export interface ShiftedBasesQuantizerOptions {
  /** Initial shift v of each base, at least one; default 0, 1.5, −1.5. */
  readonly shifts?: readonly number[];
  /** Initial scale β of each base; default 1. */
  readonly scales?: readonly number[];
  /** Derivative of a base within its range: 1 as in the paper, or 2, that of the line from −1 to 1; default 1. */
  readonly slope?: number;
}

const paper: Paper = {
  title: "Towards Accurate Binary Convolutional Neural Network",
  authors: "Lin, Zhao, Pan",
  year: 2017,
  url: "https://arxiv.org/abs/1711.11294",
  section: "§2.2",
};

const where = "shiftedBasesQuantizer";

/** Weighted sum of signs with learned thresholds: activations of ABC-Net.
 *
 *  `q(x) = Σₙ βₙ·Aₙ`, `Aₙ = +1 if clip(x + vₙ, 0, 1) ≥ ½ else −1`, v of the parameter "shifts" and β of "scales";
 *  `∂Aₙ/∂x = ∂Aₙ/∂vₙ = slope` where 0 ≤ x + vₙ ≤ 1, else 0; `∂q/∂βₙ = Aₙ`. Its code is N digits ±1 scaled by β.
 *
 *  Lin, Zhao, Pan 2017, https://arxiv.org/abs/1711.11294, §2.2
 *  @throws RangeError if a shift or scale is not finite, there is none or not as many of both, or `slope` is not positive
 *    and finite. */
export function shiftedBasesQuantizer({
  shifts = [0, 1.5, -1.5],
  scales = shifts.map(() => 1),
  slope = 1,
}: ShiftedBasesQuantizerOptions = {}): Quantizer {
  checkInitial(where, "shifts", shifts);
  checkInitial(where, "scales", scales);
  checkLength(where, "scales", scales.length, shifts.length);
  checkInitial(where, "slope", slope, { positive: true });
  const [v, beta] = [parameterOf("shifts", shifts), parameterOf("scales", scales)];
  const termsOf = (x: tf.Tensor, call?: QuantizeCall): EncodedTerm[] => {
    const weights = numbersOf(parameterValue(where, beta, x, call));
    return numbersOf(parameterValue(where, v, x, call)).map((shift, n) => ({
      digits: rampSign(tf.add(x, shift), slope),
      scale: weights[n] ?? tf.scalar(1),
    }));
  };
  const encode = (x: tf.Tensor, call?: QuantizeCall) => tidyEncoding(where, () => termsOf(x, call));
  return {
    name: "shifted-bases",
    options: { shifts, scales, slope },
    code: bases(scales),
    paper,
    estimator: { name: "clipped-straight-through", paper },
    parameters: [v, beta],
    encode: (x) => encode(x),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => decodeLike(x, encode(x, call)));
    },
    withParameters: (values) =>
      shiftedBasesQuantizer({
        shifts: listOptionOf(v, values),
        scales: listOptionOf(beta, values),
        slope,
      }),
  };
}

/** +1 where clip(x, 0, 1) ≥ ½, else −1, with `slope` as the derivative where 0 ≤ x ≤ 1. */
function rampSign(x: tf.Tensor, slope: number): tf.Tensor {
  return withCustomGradient([x], {
    forward: () => ({ value: signs(tf.sub(tf.clipByValue(x, 0, 1), 0.5)), saved: [x] }),
    backward: (gradient, [input]) => {
      const outside = tf.add(tf.step(tf.neg(input)), tf.step(tf.sub(input, 1)));
      return [tf.mul(gradient, tf.mul(tf.sub(1, outside), slope))];
    },
  });
}

function parameterOf(name: string, initial: readonly number[]): QuantizerParameter {
  return { name, shape: [initial.length], initial, trainable: true };
}

/** Each number of a list, with its gradient; `tf.unstack` has none of a single one. */
function numbersOf(list: tf.Tensor): tf.Tensor[] {
  return Array.from({ length: list.size }, (_, n) => tf.reshape(tf.slice(list, [n], [1]), []));
}
