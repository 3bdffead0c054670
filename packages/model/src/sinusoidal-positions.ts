/** The table of a "sinusoidal-position" node: `[sin(p/τᵢ) for i < d/2 | cos(p/τᵢ) for i < d/2]`, `τᵢ = 10000^(i/(d/2 − 1))`,
 *  in float64, then rounded.
 *
 *  Vaswani et al. 2017, Attention Is All You Need, https://arxiv.org/abs/1706.03762, §3.5, in the halves layout of
 *  tensor2tensor
 *  @returns  float32 `[length, features]`, row-major
 *  @throws RangeError unless `length` is an integer ≥ 1 and `features` even and at least 4 */
export function sinusoidalPositions(length: number, features: number): Float32Array {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`sinusoidalPositions: length must be an integer ≥ 1, got ${length}`);
  }
  if (!Number.isInteger(features) || features % 2 !== 0 || features < 4) {
    throw new RangeError(
      `sinusoidalPositions: features must be even and at least 4, got ${features}`,
    );
  }
  const half = features / 2;
  const table = new Float32Array(length * features);
  for (let position = 0; position < length; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position / 10000 ** (i / (half - 1));
      table[position * features + i] = Math.sin(angle);
      table[position * features + half + i] = Math.cos(angle);
    }
  }
  return table;
}
