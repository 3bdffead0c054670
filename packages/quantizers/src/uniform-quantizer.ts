import { checkIntegerBetween } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkReal } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { withinRange } from "./gradient-window.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import {
  levelIndex,
  paperOfUniformLevels,
  uniformCode,
  uniformEncoding,
} from "./uniform-levels.ts";

export interface UniformQuantizerOptions {
  /** 2^bits levels from 0 to 1, 1 to 31 bits; beyond 16 the numbers are real ones that simulate it. Default 2. */
  readonly bits?: number;
  /** Where the gradient passes, with its ends; default [0, 1]. */
  readonly gradientRange?: readonly [least: number, greatest: number];
}

const paper: Paper = { ...paperOfUniformLevels, section: "§2.5" };

/** Equal steps from 0 to 1: activations of DoReFa-Net and BMXNet.
 *
 *  `q(x) = round(n·clip(x, 0, 1))/n`, `n = 2^bits − 1`, ties to even; `∂q/∂x ≈ 1 if 0 ≤ x ≤ 1 else 0`. Its code is one
 *  {0,1} digit for each binary digit of the level, whose scales 2^p/n are float32.
 *
 *  Zhou et al. 2016, https://arxiv.org/abs/1606.06160
 *  @throws RangeError if `bits` is no integer in 1 … 31 or `gradientRange` not two rising numbers. */
export function uniformQuantizer({
  bits = 2,
  gradientRange = [0, 1],
}: UniformQuantizerOptions = {}): Quantizer {
  const where = "uniformQuantizer";
  checkIntegerBetween(where, "bits", bits, 1, 31);
  const [least, greatest] = gradientRange;
  checkReal(where, "gradientRange[0]", least);
  checkReal(where, "gradientRange[1]", greatest);
  if (least > greatest) {
    throw new RangeError(
      `${where}: gradientRange must be two rising numbers, got ${gradientRange}`,
    );
  }
  const encode = (x: tf.Tensor): Encoding => {
    const index = tf.tidy(() => levelIndex(tf.clipByValue(x, 0, 1), bits));
    const encoding = uniformEncoding(index, bits, "unsigned");
    index.dispose();
    return encoding;
  };
  return {
    name: "uniform",
    options: { bits, gradientRange: [least, greatest] },
    code: uniformCode(where, bits, "unsigned"),
    paper,
    estimator: { name: "clipped-range", paper },
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [x] }),
        backward: (upstream, [input]) => [withinRange(upstream, input, [least, greatest])],
      });
    },
  };
}
