import { unipolar } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeLike } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

export interface ShareOfGreatestQuantizerOptions {
  /** Of the greatest of a row; more than 0, at most 1. Default ¼. */
  readonly share?: number;
  /** What has a greatest; default "activations", each row. */
  readonly scaleAxis?: ScaleAxis;
}

const paper: Paper = {
  title: "BiViT: Extremely Compressed Binary Vision Transformers",
  authors: "He, Lou, Zhang, Wu, Zhuang, Zhou",
  year: 2022,
  url: "https://arxiv.org/abs/2211.07091",
  section: "§3.2; ThisisBillhe/BiViT",
};

const where = "shareOfGreatestQuantizer";

/** 1 for what is at least a share of the greatest of its row, the last axis, else 0: attention probabilities of BiViT.
 *
 *  `q(p) = 1 if p ≥ share·max(row) else 0`; `∂q/∂p ≈ 1`. Of a row that is not negative at least one is 1. Behind a softmax
 *  it is {@link softmaxAwareBinarization}; a file has it as attention that keeps a share.
 *
 *  He et al. 2022, https://arxiv.org/abs/2211.07091
 *  @throws RangeError if `share` is not more than 0 and at most 1, or there is no such `scaleAxis`. */
export function shareOfGreatestQuantizer({
  share = 0.25,
  scaleAxis = "activations",
}: ShareOfGreatestQuantizerOptions = {}): Quantizer {
  checkShare(where, share);
  checkScaleAxis(where, scaleAxis);
  const encode = (x: tf.Tensor): Encoding =>
    tidyEncoding(where, () => {
      const bound = tf.mul(tf.max(x, [...reducedAxes(scaleAxis, x.rank)], true), share);
      return [{ digits: tf.sub(1, tf.step(tf.sub(bound, x))), scale: tf.scalar(1) }];
    });
  return {
    name: "share-of-greatest",
    options: { share, scaleAxis },
    code: unipolar,
    paper,
    estimator: { name: "straight-through", paper },
    dependsOnOthers: true,
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: decodeLike(x, encode(x)), saved: [] }),
        backward: (gradient) => [tf.clone(gradient)],
      });
    },
  };
}

/** @throws RangeError unless it is more than 0 and at most 1. */
export function checkShare(caller: string, share: number): void {
  if (share > 0 && share <= 1) return;
  throw new RangeError(`${caller}: share must be more than 0 and at most 1, got ${share}`);
}
