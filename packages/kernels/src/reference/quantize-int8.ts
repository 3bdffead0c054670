import { roundHalfEven } from "@bnnkit/core";

/**
 * `rowScales[r] = max|x|/127` in float32 (1 if that is 0), `codes = clamp(roundHalfEven(x/rowScales[r]), ±127)`, the
 * quotient in float32.
 */
export function quantizeInt8(
  x: ArrayLike<number>,
  rows: number,
  features: number,
): { readonly codes: Int8Array; readonly rowScales: Float32Array } {
  const codes = new Int8Array(rows * features);
  const rowScales = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    let largest = 0;
    for (let k = 0; k < features; k++) largest = Math.max(largest, Math.abs(x[r * features + k]));
    rowScales[r] = largest / 127;
    if (rowScales[r] === 0) rowScales[r] = 1;
    for (let i = r * features; i < (r + 1) * features; i++) {
      const code = roundHalfEven(Math.fround(x[i] / rowScales[r]));
      codes[i] = Math.max(-127, Math.min(127, code));
    }
  }
  return { codes, rowScales };
}
