/** `to[toRow[r]] = from[r]`, in a copy of `to`. Both have rows of `features`. */
export function copyRows(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  features: number,
  toRow: ArrayLike<number>,
): Float64Array {
  const out = Float64Array.from(to);
  for (let r = 0; r < toRow.length; r++) {
    for (let k = 0; k < features; k++) out[toRow[r] * features + k] = from[r * features + k];
  }
  return out;
}
