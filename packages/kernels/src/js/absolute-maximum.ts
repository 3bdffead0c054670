/** max |x[i]| for from ≤ i < from + length, 0 for none; NaN if one is NaN. */
export function absoluteMaximum(x: Float32Array, from: number, length: number): number {
  let maximum = 0;
  for (let i = from; i < from + length; i++) maximum = Math.max(maximum, Math.abs(x[i]));
  return maximum;
}
