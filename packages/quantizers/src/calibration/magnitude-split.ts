import { checkLength } from "@bnnkit/core";
import { binarizeGroup } from "./group-binarization.ts";
import { checkMask, checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** The magnitudes by which the weights that are binarized once are best split in two, each part with a mean and a scale. */
export interface MagnitudeSplit {
  /** Those above it are one part, those up to it the other. */
  readonly threshold: number;
  /** 1 for weights above it. */
  readonly isAbove: Uint8Array;
  /** What the weights become, 0 for those that are no part of it. */
  readonly values: Float64Array;
  /** `Σ (w − q)²` of them. */
  readonly error: number;
}

/** Shares of the weights below a threshold that are tried: 0.1, 0.11 … 0.9. */
const shares: readonly number[] = Array.from({ length: 81 }, (_, i) => (10 + i) / 100);

/** BiLLM's splitting search: of the percentiles 10 … 90 of the magnitudes the one with the least squared error.
 *
 *  Huang et al. 2024, https://arxiv.org/abs/2402.04291
 *  @param mask  1 for the weights to be split
 *  @param magnitudes  by which they are split, default |w|; BiLLM's code has the saliency there
 *  @throws RangeError for a matrix that is none, or another length of the mask or magnitudes. */
export function magnitudeSplit(
  matrix: WeightMatrix,
  mask: Uint8Array,
  magnitudes: ArrayLike<number> = matrix.values,
): MagnitudeSplit {
  checkWeightMatrix("magnitudeSplit", matrix);
  checkMask("magnitudeSplit", matrix, mask);
  checkLength("magnitudeSplit", "magnitudes", magnitudes.length, mask.length);
  const sorted = Float64Array.from(magnitudes, Math.abs)
    .filter((_, i) => mask[i] !== 0)
    .sort();
  const thresholds = shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const [first = 0, ...rest] = new Set(thresholds);
  let best = splitAt(matrix, mask, magnitudes, first);
  for (const threshold of rest) {
    const split = splitAt(matrix, mask, magnitudes, threshold);
    if (split.error < best.error) best = split;
  }
  return best;
}

function splitAt(
  matrix: WeightMatrix,
  mask: Uint8Array,
  magnitudes: ArrayLike<number>,
  threshold: number,
): MagnitudeSplit {
  const isAbove = mask.map((is, i) => (is !== 0 && Math.abs(magnitudes[i]) > threshold ? 1 : 0));
  const values = binarizeGroup(matrix, (i) => isAbove[i] === 1, 1);
  const others = binarizeGroup(matrix, (i) => mask[i] !== 0 && isAbove[i] === 0, 1);
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] += others[i];
    if (mask[i] !== 0) error += (matrix.values[i] - values[i]) ** 2;
  }
  return { threshold, isAbove, values, error };
}
