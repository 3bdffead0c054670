/** `out = ±s/2` by the sign of x, s = max|x| + 2^−23 over each of `groups` slices of a row (BMT). */
export function binarize(
  x: ArrayLike<number>,
  rows: number,
  features: number,
  groups: number = 1,
): Float64Array {
  const out = new Float64Array(rows * features);
  const length = features / groups;
  for (let first = 0; first < out.length; first += length) {
    let largest = 0;
    for (let i = first; i < first + length; i++) largest = Math.max(largest, Math.abs(x[i]));
    const half = (largest + 2 ** -23) / 2;
    for (let i = first; i < first + length; i++) out[i] = x[i] < 0 ? -half : half;
  }
  return out;
}
