/** Operands of {@link threshold}. */
export interface ThresholdReference {
  /** rows × features numbers */
  readonly x: ArrayLike<number>;
  readonly features: number;
  /** Rising numbers for all features, or `count` times `features` of them, each feature's rising. */
  readonly thresholds: ArrayLike<number>;
  readonly count: number;
  /** [features] 1 where levels are counted down. */
  readonly flips?: ArrayLike<number>;
}

/** How many thresholds each number is not below, or `count` less that where its feature is flipped; NaN is below none. */
export function threshold(operands: ThresholdReference): Int32Array {
  const { x, features, thresholds, count, flips } = operands;
  return Int32Array.from(x, (value, i) => {
    const k = i % features;
    let level = 0;
    for (let t = 0; t < count; t++) {
      const isConstant = thresholds.length === count;
      if (!(value < thresholds[isConstant ? t : t * features + k])) level++;
    }
    return flips?.[k] === 1 ? count - level : level;
  });
}
