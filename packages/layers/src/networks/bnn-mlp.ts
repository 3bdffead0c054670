import type * as tf from "@tensorflow/tfjs";
import { type BnnPresetName, bnn } from "../systems/bnn.ts";
import { type ImageNetworkOptions, imageNetwork } from "./image-network.ts";

export interface BnnMlpOptions extends Omit<ImageNetworkOptions, "filters"> {
  /** Default "bnn-theano". */
  readonly preset?: BnnPresetName;
}

/** A fully connected BNN for images of bytes, not compiled: dense → batch normalization → sign, and scores for
 *  `squareHinge`.
 *
 *  The first kernel is of int8, one scale for each unit, so that its products with bytes are exact; every further product is
 *  ±1 times ±1.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if a size is no integer ≥ 1 or there is no hidden layer. */
export function bnnMlp({ preset = "bnn-theano", ...sizes }: BnnMlpOptions = {}): tf.LayersModel {
  return imageNetwork(bnn.presets[preset], { ...sizes, filters: [] });
}
