import {
  checkLength,
  checkPositiveInteger,
  type FoldedThresholds,
  wordsPerRow,
} from "@bnnkit/core";

/**
 * Thresholds on popcounts, the operands of `bgemmSign`, from those on dots (`foldThresholds` of core):
 * `y < 0 ⟺ (popcount > thresholds[n]) ⊕ flips[n]` for every popcount in 0 … K.
 *
 * `dot = K − 2·popcount ≥ t ⟺ popcount ≤ ⌊(K − t)/2⌋`, so the comparison turns round, and the flip with it. A threshold
 * that no dot reaches becomes K, which no popcount exceeds: the flip alone speaks.
 *
 * @param inFeatures  K, as it was folded with.
 * @throws RangeError for a wrong number of flips, and K that is no positive integer.
 */
export function popcountThresholds(
  { thresholds, flips }: FoldedThresholds,
  inFeatures: number,
): FoldedThresholds {
  const where = "popcountThresholds";
  checkPositiveInteger(where, "inFeatures", inFeatures);
  checkLength(where, "flips", flips.length, wordsPerRow(thresholds.length));
  const turned = flips.slice();
  const popcounts = thresholds.map((threshold, n) => {
    if (threshold > inFeatures) return inFeatures;
    turned[n >>> 5] ^= 1 << (n & 31);
    return Math.floor((inFeatures - threshold) / 2);
  });
  return { thresholds: popcounts, flips: turned };
}
