import * as tf from "@tensorflow/tfjs";
import {
  checkShare,
  type ShareOfGreatestQuantizerOptions,
  shareOfGreatestQuantizer,
} from "./share-of-greatest-quantizer.ts";

/** Attention of zeros and ones with the gradient of a softmax: BiViT.
 *
 *  With p the softmax of the logits along the last axis, `1 if p ≥ share·max(p) else 0`; the gradient is that of p. In the
 *  code the dropout of attention is one of the logits.
 *
 *  He et al. 2022, https://arxiv.org/abs/2211.07091
 *  @throws RangeError if `share` is not more than 0 and at most 1. */
export function softmaxAwareBinarization<R extends tf.Rank>(
  logits: tf.Tensor<R>,
  options: Pick<ShareOfGreatestQuantizerOptions, "share"> = {},
): tf.Tensor<R> {
  const quantizer = shareOfGreatestQuantizer(options);
  return tf.tidy(() => quantizer.quantize(tf.softmax(logits, -1)));
}

/** How far below the greatest product of a row of ±1 one may be to be kept: `⌊ln(1/share)·√dimension⌋`, so that attention is
 *  binarized without a softmax. The logits are the products over √dimension.
 *  @throws RangeError if `share` is not more than 0 and at most 1, or `dimension` negative. */
export function keptProductDistance(
  dimension: number,
  { share = 0.25 }: Pick<ShareOfGreatestQuantizerOptions, "share"> = {},
): number {
  checkShare("keptProductDistance", share);
  if (dimension >= 0) return Math.floor(Math.log(1 / share) * Math.sqrt(dimension));
  throw new RangeError(`keptProductDistance: dimension must not be negative, got ${dimension}`);
}
