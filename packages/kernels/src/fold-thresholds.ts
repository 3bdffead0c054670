import { checkFinite, checkLength, checkPositiveInteger, wordsPerRow } from "@bnnkit/core";

/** A layer's affine map per output channel: `y[n] = scales[n]·dot[n] + bias[n]`. */
export interface ThresholdFold {
  /** [outFeatures] Of either sign, or zero. Batch norm: γ/√(σ² + ε). */
  readonly scales: Float32Array;
  /** [outFeatures] Batch norm: β − μ·γ/√(σ² + ε). */
  readonly bias: Float32Array;
  readonly inFeatures: number;
}

/** The operands of `bgemmSign`. */
export interface FoldedThresholds {
  /** [outFeatures] */
  readonly thresholds: Int32Array<ArrayBuffer>;
  /** [wordsPerRow(outFeatures)] */
  readonly flips: Uint32Array<ArrayBuffer>;
}

/**
 * Thresholds on popcounts that give the signs of `y[n] = scales[n]·(K − 2·popcount) + bias[n]`:
 * `y < 0 ⟺ (popcount > thresholds[n]) ⊕ flips[n]`, exact for every popcount in 0 … K.
 *
 * y falls as the popcount grows where the scale is positive; where it is negative the comparison turns round, and the
 * channel's flip with it. A scale of zero leaves the sign of the bias: no popcount is above K, so the flip alone speaks.
 * Umuroglu et al., "FINN", 2016 (batch norm and sign as a threshold).
 *
 * @throws RangeError for values that are not finite, unequal lengths, and K that is no positive integer.
 */
export function foldThresholds({ scales, bias, inFeatures }: ThresholdFold): FoldedThresholds {
  const where = "foldThresholds";
  checkPositiveInteger(where, "inFeatures", inFeatures);
  checkLength(where, "bias", bias.length, scales.length);
  checkFinite(where, "scales", scales);
  checkFinite(where, "bias", bias);
  const thresholds = new Int32Array(scales.length);
  const flips = new Uint32Array(wordsPerRow(scales.length));
  for (let n = 0; n < scales.length; n++) {
    // In float64 the product is exact and the sum has the sign of the exact one.
    const isNegative = (popcount: number): boolean =>
      scales[n] * (inFeatures - 2 * popcount) + bias[n] < 0;
    const flip = isNegative(0);
    thresholds[n] = lastEqual(isNegative, inFeatures);
    if (flip) flips[n >>> 5] |= 1 << (n & 31);
  }
  return { thresholds, flips };
}

/** The largest p ≤ K up to which a predicate that changes at most once is what it is at 0. */
function lastEqual(predicate: (p: number) => boolean, largest: number): number {
  const atZero = predicate(0);
  let [known, unknown] = [0, largest];
  while (known < unknown) {
    const middle = Math.ceil((known + unknown) / 2);
    if (predicate(middle) === atZero) known = middle;
    else unknown = middle - 1;
  }
  return known;
}
