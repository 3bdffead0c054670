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

/** How {@link ternaryFilters} draws positions. */
export const filterPositions = ["with-replacement", "distinct"] as const;

export type FilterPositions = (typeof filterPositions)[number];

export interface TernaryFiltersOptions {
  readonly density: number;
  readonly positions: FilterPositions;
  readonly seed: number;
}

/** Sparse filters of −1, 0 and 1: ⌊density·size⌋ positions are drawn, each of them made −1 or 1 with the same probability; the
 *  others are 0. With replacement a part of `1 − exp(−density)` of many is not 0; distinct ones are all that were drawn.
 *
 *  Juefei-Xu et al. 2017, https://arxiv.org/abs/1608.06049, §3.1, and their code */
export function ternaryFilters(
  size: number,
  { density, positions, seed }: TernaryFiltersOptions,
): Float32Array {
  const filters = new Float32Array(size);
  const order = Uint32Array.from({ length: positions === "distinct" ? size : 0 }, (_, i) => i);
  const draws = Math.floor(density * size);
  for (let i = 0; i < draws; i++) {
    const share = drawSeed(seed, 2 * i) / 2 ** 31;
    const position =
      positions === "distinct" ? takeFrom(order, i, share) : Math.floor(share * size);
    filters[position] = drawSeed(seed, 2 * i + 1) < 2 ** 30 ? -1 : 1;
  }
  return filters;
}

/** The i-th of a shuffled order: one of those from i on, in the place of which the one at i stands from now on. */
function takeFrom(order: Uint32Array, i: number, share: number): number {
  const from = i + Math.floor(share * (order.length - i));
  const position = order[from];
  order[from] = order[i];
  return position;
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
