import { checkIntegerBetween } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { scaledSignQuantizer } from "./scaled-sign-quantizer.ts";
import { signs } from "./signs.ts";
import {
  levelIndex,
  paperOfUniformLevels,
  uniformCode,
  uniformEncoding,
} from "./uniform-levels.ts";

/** The estimators of {@link normalizedTanhQuantizer}. */
export const normalizedTanhEstimators = ["straight-through-rounding", "straight-through"] as const;

export interface NormalizedTanhQuantizerOptions {
  /** 2^bits levels from −1 to 1, 1 to 31 bits; beyond 16 the numbers are real ones that simulate it. Default 2. */
  readonly bits?: number;
  /** "straight-through-rounding": only the rounding is taken for the identity, the tanh and its maximum have their
   *  derivatives; "straight-through": all of it is (BMXNet v1). Default "straight-through-rounding". */
  readonly estimator?: (typeof normalizedTanhEstimators)[number];
}

const paper: Paper = {
  ...paperOfUniformLevels,
  section: "§2.3, eq. 9; tensorpack examples/DoReFa-Net/dorefa.py",
};

/** Equal steps from −1 to 1 over the tanh of the weights: DoReFa-Net and BMXNet.
 *
 *  With `t = tanh(W)`, `M = max|t|` of the tensor and `n = 2^bits − 1`: `q(W) = 2·round(n·(t/(2M) + ½))/n − 1`, ties to even,
 *  with M = 1 where all weights are 0. Through the rounding `∂q/∂t = 1/M`, and `∂q/∂M = −t/M²` reaches the weights whose
 *  magnitude is the greatest, in equal parts. Its code is one ±1 digit for each binary digit of the level.
 *
 *  One bit is, as in DoReFa-Net's code, `scaledSignQuantizer({ scaleAxis: "tensor" })`.
 *
 *  Zhou et al. 2016, https://arxiv.org/abs/1606.06160
 *  @throws RangeError if `bits` is no integer in 1 … 31 or there is no such `estimator`. */
export function normalizedTanhQuantizer({
  bits = 2,
  estimator = "straight-through-rounding",
}: NormalizedTanhQuantizerOptions = {}): Quantizer {
  const where = "normalizedTanhQuantizer";
  checkIntegerBetween(where, "bits", bits, 1, 31);
  checkOneOf(where, "estimator", estimator, normalizedTanhEstimators);
  const name = "normalized-tanh";
  const options = { bits, estimator };
  if (bits === 1) return { ...scaledSignQuantizer({ scaleAxis: "tensor" }), name, options };
  const encode = (x: tf.Tensor): Encoding => {
    const index = tf.tidy(() => {
      const t = tf.tanh(x);
      return levelIndex(tf.add(tf.mul(tf.div(t, greatest(t)), 0.5), 0.5), bits);
    });
    const encoding = uniformEncoding(index, bits, "signed");
    index.dispose();
    return encoding;
  };
  return {
    name,
    options,
    code: uniformCode(where, bits, "signed"),
    paper,
    estimator: { name: estimator, paper },
    dependsOnOthers: true,
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [x] }),
        backward: (upstream, [input]) => [
          estimator === "straight-through"
            ? tf.clone(upstream)
            : throughNormalizedTanh(upstream, input),
        ],
      });
    },
  };
}

/** max|t|, 1 where that is 0 or there is nothing. */
function greatest(t: tf.Tensor): tf.Tensor {
  if (t.size === 0) return tf.scalar(1);
  const maximum = tf.max(tf.abs(t));
  return tf.add(maximum, tf.cast(tf.equal(maximum, 0), "float32"));
}

/** The gradient of `tanh(x)/max|tanh(x)|`. */
function throughNormalizedTanh(gradient: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const t = tf.tanh(x);
  const maximum = greatest(t);
  const isGreatest = tf.cast(tf.equal(tf.abs(t), maximum), "float32");
  const count = tf.maximum(tf.sum(isGreatest), 1);
  const throughMaximum = tf.div(tf.sum(tf.mul(gradient, t)), tf.mul(maximum, count));
  const ofTanh = tf.sub(gradient, tf.mul(tf.mul(signs(t), isGreatest), throughMaximum));
  return tf.mul(tf.div(ofTanh, maximum), tf.sub(1, tf.square(t)));
}
