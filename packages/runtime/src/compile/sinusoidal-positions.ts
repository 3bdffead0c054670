/** `table[p, i] = sin(p / 10000^(i/(d/2−1)))`, `table[p, d/2 + i] = cos(…)` for i < d/2, in float64, then rounded.
 *
 *  Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.5, in the halves layout of tensor2tensor.
 *  @returns  float32 [length, features] */
export function sinusoidalPositions(length: number, features: number): Float32Array {
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
