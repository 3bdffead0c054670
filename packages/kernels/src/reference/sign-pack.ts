/** The sign of x, where 0 and −0 are positive and NaN is too. */
function sign(x: number): number {
  return x < 0 ? -1 : 1;
}

/** `signs = sign(x)`, `rowScales[r] = (max_k |x[r,k]| + 2^−23)/2`: the two factors of BMT's activations. */
export function signPackTokenMaximum(
  x: ArrayLike<number>,
  rows: number,
  features: number,
): { readonly signs: Int8Array; readonly rowScales: Float64Array } {
  const rowScales = Float64Array.from({ length: rows }, (_, r) => {
    let largest = 0;
    for (let k = 0; k < features; k++) largest = Math.max(largest, Math.abs(x[r * features + k]));
    return (largest + 2 ** -23) / 2;
  });
  return { signs: Int8Array.from({ length: rows * features }, (_, i) => sign(x[i])), rowScales };
}

/** `sign(x[r,k] + shift[k])`, the sum in float32 (RSign of ReActNet); without `shift` the plain sign. */
export function signPackShift(
  x: ArrayLike<number>,
  rows: number,
  features: number,
  shift?: ArrayLike<number>,
): Int8Array {
  return Int8Array.from({ length: rows * features }, (_, i) =>
    sign(Math.fround(x[i] + (shift?.[i % features] ?? 0))),
  );
}

/** `x[r,k] < thresholds[k] ? −1 : 1` of int8; without `thresholds` the plain sign. */
export function signPackInt8(
  x: ArrayLike<number>,
  rows: number,
  features: number,
  thresholds?: ArrayLike<number>,
): Int8Array {
  return Int8Array.from({ length: rows * features }, (_, i) =>
    sign(x[i] - (thresholds?.[i % features] ?? 0)),
  );
}
