import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";

export interface Int8RowsQuantizerOptions {
  /** What shares a scale; default "weights", one for each output of a kernel. */
  readonly scaleAxis?: ScaleAxis;
}

/** Greatest digit; −128 has no counterpart and is left out. */
const greatest = 127;

const code: Code = [{ digit: "int8", scale: "row" }];

const paper: Paper = {
  title: "Quantizing deep convolutional networks for efficient inference: A whitepaper",
  authors: "Krishnamoorthi",
  year: 2018,
  url: "https://arxiv.org/abs/1806.08342",
  section: "§2.2, §3.1",
};

const paperOfEstimator: Paper = {
  title:
    "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
  authors: "Jacob, Kligys, Chen, Zhu, Tang, Howard, Adam, Kalenichenko",
  year: 2018,
  url: "https://arxiv.org/abs/1712.05877",
  section: "§3",
};

/** Symmetric int8 with a scale for each output: for the first kernel of a network, which multiplies bytes.
 *
 *  `q(x) = s·clamp(round(x/s), −127, 127)`, ties to even, `s = max|x|/127` over the scale axes, 1 where that is 0;
 *  `∂q/∂x ≈ 1`, s constant.
 *
 *  Krishnamoorthi 2018, https://arxiv.org/abs/1806.08342; trained as in Jacob et al. 2018, https://arxiv.org/abs/1712.05877
 *  @throws RangeError if there is no such `scaleAxis`. */
export function int8RowsQuantizer({
  scaleAxis = "weights",
}: Int8RowsQuantizerOptions = {}): Quantizer {
  checkScaleAxis("int8RowsQuantizer", scaleAxis);
  const encode = (x: tf.Tensor): Encoding => {
    const scale = stepOf(x, scaleAxis);
    return [{ digits: tf.tidy(() => rounded(tf.div(x, scale))), scale }];
  };
  return {
    name: "int8-rows",
    options: { scaleAxis },
    code,
    paper,
    estimator: { name: "straight-through", paper: paperOfEstimator },
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [] }),
        backward: (gradient) => [tf.clone(gradient)],
      });
    },
  };
}

function stepOf(x: tf.Tensor, scaleAxis: ScaleAxis): tf.Tensor {
  return tf.tidy(() => {
    const maximum = tf.max(tf.abs(x), [...reducedAxes(scaleAxis, x.rank)], true);
    const step = tf.div(maximum, greatest);
    return tf.add(step, tf.cast(tf.equal(step, 0), "float32"));
  });
}

/** Whole numbers; adding 0 makes −0 a 0. */
function rounded(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.clipByValue(tf.round(x), -greatest, greatest), 0);
}
