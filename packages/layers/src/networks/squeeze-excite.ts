import * as tf from "@tensorflow/tfjs";
import { quantDense } from "../quant-dense.ts";
import type { RecipeGate } from "../systems/recipe.ts";
import { applied } from "./applied.ts";

export interface SqueezeExciteOptions extends RecipeGate {
  /** Features of what is gated. */
  readonly units: number;
  /** Of the first kernel; the second one has the next. */
  readonly seed: number;
}

/** The gate of a squeeze and excitation, a number in 0 … 1 for each of `units` features:
 *  `h(V·relu(U·mean(x) + b) + c)`, the mean over the places of a map, U with `reduction` times fewer outputs than inputs, and h the
 *  hard sigmoid `min(max(x/6 + ½, 0), 1)`.
 *
 *  Hu, Shen, Sun 2018, https://arxiv.org/abs/1709.01507, §3; h: Howard et al. 2019, https://arxiv.org/abs/1905.02244, §5.2 */
export function squeezeExcite(
  x: tf.SymbolicTensor,
  { units, reduction, seed, ...product }: SqueezeExciteOptions,
): tf.SymbolicTensor {
  const dense = (size: number, kernelSeed: number): tf.layers.Layer =>
    quantDense({ units: size, ...product, useBias: true, seed: kernelSeed });
  const isMap = x.shape.length > 2;
  const mean = isMap ? applied(tf.layers.globalAveragePooling2d({}), x) : x;
  const few = Math.max(1, Math.round(Number(x.shape.at(-1)) / reduction));
  const squeezed = applied(tf.layers.reLU(), applied(dense(few, seed), mean));
  const excited = applied(dense(units, seed + 1), squeezed);
  const sixth = applied(tf.layers.rescaling({ scale: 1 / 6, offset: 0.5 }), excited);
  return applied(tf.layers.reLU({ maxValue: 1 }), sixth);
}
