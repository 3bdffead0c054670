/** Whether each number reaches each threshold: samples × (count · features), all features of a threshold together.
 *
 *  @param x  samples × features
 *  @param thresholds  count × features */
export function sliceThermometer(
  x: ArrayLike<number>,
  features: number,
  thresholds: ArrayLike<number>,
): Uint8Array {
  const bits = thresholds.length;
  return Uint8Array.from({ length: (x.length / features) * bits }, (_, i) => {
    const [sample, t] = [Math.floor(i / bits), i % bits];
    return Number(x[sample * features + (t % features)] >= thresholds[t]);
  });
}
