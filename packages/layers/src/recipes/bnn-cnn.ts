import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { type BnnPresetName, bnnPresets } from "../bnn-presets.ts";
import { quantConv2d } from "../quant-conv2d.ts";
import { quantDense } from "../quant-dense.ts";
import { background, binary, first, kernelOptions, normalization, pixels } from "./binary-block.ts";

export interface BnnCnnOptions {
  /** Height, width and channels; default [28, 28, 1]. */
  readonly inputShape?: readonly [height: number, width: number, channels: number];
  /** Channels of the 3×3 convolutions, each followed by a 2×2 max pool; default [16, 32]. */
  readonly filters?: readonly number[];
  /** Units of the hidden dense layers; default [256]. */
  readonly units?: readonly number[];
  /** Default 10. */
  readonly classes?: number;
  /** Default "bnn-theano". */
  readonly preset?: BnnPresetName;
  /** Of the first kernel; each further one has the next. Default 1. */
  readonly seed?: number;
}

/** A convolutional BNN for images of bytes, not compiled: convolution → max pool → batch normalization → sign, then dense
 *  layers, and scores for `squareHinge`.
 *
 *  The first kernel is of int8, one scale for each channel, so that its products with bytes are exact, and its image is padded
 *  with pixel 0; every further product is ±1 times ±1, with 1 outside of a map.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if a size is no integer ≥ 1 or there is no convolution. */
export function bnnCnn({
  inputShape = [28, 28, 1],
  filters = [16, 32],
  units = [256],
  classes = 10,
  preset: name = "bnn-theano",
  seed = 1,
}: BnnCnnOptions = {}): tf.Sequential {
  checkPositiveInteger("bnnCnn", "classes", classes);
  checkPositiveInteger("bnnCnn", "filters.length", filters.length);
  const preset = bnnPresets[name];
  const convolutions = filters.flatMap((channels, index) => [
    quantConv2d({
      filters: channels,
      kernelSize: 3,
      padding: "same",
      padValue: index > 0 ? 1 : background,
      ...(index > 0 ? binary : first),
      ...kernelOptions(preset, seed + index),
      ...(index === 0 && { kernelClip: null }),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    normalization(preset),
  ]);
  const dense = [...units, classes].flatMap((size, index) => [
    quantDense({ units: size, ...binary, ...kernelOptions(preset, seed + filters.length + index) }),
    normalization(preset),
  ]);
  return tf.sequential({
    layers: [pixels([...inputShape]), ...convolutions, tf.layers.flatten(), ...dense],
  });
}
