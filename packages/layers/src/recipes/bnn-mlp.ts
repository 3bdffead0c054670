import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { type BnnPresetName, bnnPresets } from "../bnn-presets.ts";
import { quantDense } from "../quant-dense.ts";
import { binary, first, kernelOptions, normalization, pixels } from "./binary-block.ts";

export interface BnnMlpOptions {
  /** Height, width and channels; default [28, 28, 1]. */
  readonly inputShape?: readonly [height: number, width: number, channels: number];
  /** Units of the hidden layers; default [512, 512]. */
  readonly units?: readonly number[];
  /** Default 10. */
  readonly classes?: number;
  /** Default "bnn-theano". */
  readonly preset?: BnnPresetName;
  /** Of the first kernel; each further one has the next. Default 1. */
  readonly seed?: number;
}

/** A fully connected BNN for images of bytes, not compiled: dense → batch normalization → sign, and scores for
 *  `squareHinge`.
 *
 *  The first kernel is of int8, one scale for each unit, so that its products with bytes are exact; every further product is
 *  ±1 times ±1.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if a size is no integer ≥ 1 or there is no hidden layer. */
export function bnnMlp({
  inputShape = [28, 28, 1],
  units = [512, 512],
  classes = 10,
  preset: name = "bnn-theano",
  seed = 1,
}: BnnMlpOptions = {}): tf.Sequential {
  checkPositiveInteger("bnnMlp", "classes", classes);
  checkPositiveInteger("bnnMlp", "units.length", units.length);
  const preset = bnnPresets[name];
  const layers = [...units, classes].flatMap((size, index) => [
    quantDense({
      units: size,
      ...(index > 0 ? binary : first),
      ...kernelOptions(preset, seed + index),
      ...(index === 0 && { kernelClip: null }),
    }),
    normalization(preset),
  ]);
  return tf.sequential({ layers: [pixels([...inputShape]), tf.layers.flatten(), ...layers] });
}
