import * as tf from "@tensorflow/tfjs";
import type { ScaleAxis } from "./scale-axis.ts";

/** Weights less their mean over the input channels, for each output and each place of a window: what XNOR-Net does to its
 *  latent weights before each step, and clips them to ±1 afterwards. It has the gradient of a difference.
 *  @param layout  "weights": the channels are the last axis but one; "weight-rows": the second */
export function centerOverInputs<R extends tf.Rank>(
  weights: tf.Tensor<R>,
  layout: "weights" | "weight-rows" = "weights",
): tf.Tensor<R> {
  return tf.tidy(() => tf.sub(weights, tf.mean(weights, inputAxis(weights.rank, layout), true)));
}

/** The axis of the input channels: the last but one, with outputs first the second; of a vector its own. */
export function inputAxis(rank: number, scaleAxis: ScaleAxis): number {
  return Math.min(rank - 1, scaleAxis === "weight-rows" ? 1 : Math.max(0, rank - 2));
}
