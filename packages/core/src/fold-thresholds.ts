import { checkFinite, checkLength, checkPositiveInteger } from "./checks.ts";
import { wordsPerRow } from "./row-padding.ts";

/** A layer's affine map per output channel: `y[n] = scales[n]·dot[n] + bias[n]`. */
export interface ThresholdFold {
  /** [outFeatures] Of either sign, or zero. Batch norm: γ/√(σ² + ε). */
  readonly scales: Float32Array;
  /** [outFeatures] Batch norm: β − μ·γ/√(σ² + ε). */
  readonly bias: Float32Array;
  /** K, the products of one sum: inputs of a dense layer; of a convolution taps times the channels of a group. */
  readonly inFeatures: number;
}

/** A layer's affine map and sign as comparisons. */
export interface FoldedThresholds {
  /** [outFeatures] */
  readonly thresholds: Int32Array<ArrayBuffer>;
  /** [wordsPerRow(outFeatures)] */
  readonly flips: Uint32Array<ArrayBuffer>;
}

/**
 * Thresholds on dot products that give the signs of `y[n] = scales[n]·dot + bias[n]`:
 * `y < 0 ⟺ (dot ≥ thresholds[n]) ⊕ flips[n]`, exact for every integer dot in −K … K.
 *
 * Dots may have either parity: at a border padded with zeros, fewer products are summed. A scale that
 * is not negative makes y negative below the threshold, so its flip is 1; a threshold of K + 1 is never reached.
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
    const isNegative = (dot: number): boolean => scales[n] * dot + bias[n] < 0;
    thresholds[n] = firstDifferent(isNegative, inFeatures);
    if (isNegative(-inFeatures)) flips[n >>> 5] |= 1 << (n & 31);
  }
  return { thresholds, flips };
}

/** The smallest dot in −K … K at which a predicate that changes at most once is not what it is at −K; K + 1 if none. */
function firstDifferent(predicate: (dot: number) => boolean, largest: number): number {
  const atFirst = predicate(-largest);
  let [known, wanted] = [-largest, largest + 1];
  while (wanted - known > 1) {
    const middle = Math.floor((known + wanted) / 2);
    if (predicate(middle) === atFirst) known = middle;
    else wanted = middle;
  }
  return wanted;
}
