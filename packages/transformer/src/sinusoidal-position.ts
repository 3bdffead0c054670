/** Position table `[maximumLength, features]`: `[sin(p/τᵢ) for i < d/2 | cos(p/τᵢ) for i < d/2]`, `τᵢ = 10000^(i/(d/2 − 1))`.
 *  Computed in float64 and rounded once.
 *  Vaswani et al. 2017, Attention Is All You Need, https://arxiv.org/abs/1706.03762, §3.5 */
export function sinusoidalPositions(maximumLength: number, features: number): Float32Array {
  const half = features / 2;
  const table = new Float32Array(maximumLength * features);
  for (let position = 0; position < maximumLength; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position / 10000 ** (i / Math.max(1, half - 1));
      table[position * features + i] = Math.sin(angle);
      table[position * features + half + i] = Math.cos(angle);
    }
  }
  return table;
}
