import { ternary } from "@bnnkit/core";
import type { Paper, Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { drawSeed } from "./draw-seed.ts";

const paper: Paper = {
  title: "Local Binary Convolutional Neural Networks",
  authors: "Juefei-Xu, Boddeti, Savvides",
  year: 2017,
  url: "https://arxiv.org/abs/1608.06049",
};

/** Sparse filters of −1, 0 and 1: ⌊density·size⌋ positions are drawn with replacement, each of them made −1 or 1 with the same
 *  probability; the others are 0. So of many a part of `1 − exp(−density)` is not 0.
 *
 *  Juefei-Xu et al. 2017, https://arxiv.org/abs/1608.06049, §3.1, and their code */
export function ternaryFilters(size: number, density: number, seed: number): Float32Array {
  const filters = new Float32Array(size);
  const draws = Math.floor(density * size);
  for (let i = 0; i < draws; i++) {
    const position = Math.floor((drawSeed(seed, 2 * i) / 2 ** 31) * size);
    filters[position] = drawSeed(seed, 2 * i + 1) < 2 ** 30 ? -1 : 1;
  }
  return filters;
}

/** The digits of numbers that are −1, 0 and 1 already. */
export const ternaryAsIs: Quantizer = {
  name: "ternary-as-is",
  options: {},
  code: ternary,
  paper,
  estimator: { name: "identity", paper },
  quantize: (x) => x,
  encode: (x) => [{ digits: x, scale: tf.scalar(1) }],
};
