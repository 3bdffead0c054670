import { checkPositiveInteger } from "@bnnkit/core";
import type * as tf from "@tensorflow/tfjs";
import { type BnnPresetName, bnn } from "../systems/bnn.ts";
import { type ImageNetworkOptions, imageNetwork } from "./image-network.ts";

export interface BnnCnnOptions extends ImageNetworkOptions {
  /** Default "bnn-theano". */
  readonly preset?: BnnPresetName;
}

/** A convolutional BNN for images of bytes, not compiled: convolution → max pool → batch normalization → sign, then dense
 *  layers, and scores for `squareHinge`; `filters` [16, 32] and `units` [256] unless told otherwise.
 *
 *  The first kernel is of int8, one scale for each channel, so that its products with bytes are exact, and its image is padded
 *  with pixel 0; every further product is ±1 times ±1, with 1 outside of a map.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if a size is no integer ≥ 1 or there is no convolution. */
export function bnnCnn({
  preset = "bnn-theano",
  filters = [16, 32],
  ...sizes
}: BnnCnnOptions = {}): tf.LayersModel {
  checkPositiveInteger("bnnCnn", "filters.length", filters.length);
  return imageNetwork(bnn.presets[preset], { ...sizes, filters });
}
