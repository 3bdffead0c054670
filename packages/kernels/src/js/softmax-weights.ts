const { fround } = Math;

const partial = new Float32Array(4);

/** Replaces scores by e^(score − maximum) and returns their sum. */
export function softmaxWeights(x: Float32Array, scores: number, keys: number): number {
  let maximum = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < keys; j++) maximum = Math.max(maximum, x[scores + j]);
  for (let j = 0; j < keys; j++) x[scores + j] = Math.exp(fround(x[scores + j] - maximum));
  return sumInFour(x, scores, keys);
}

/** Four partial sums, element i in sum i mod 4, as the SIMD kernel holds them. */
export function sumInFour(x: Float32Array, from: number, length: number): number {
  partial.fill(0);
  for (let i = 0; i < length; i++) partial[i & 3] += x[from + i];
  return fround(fround(partial[0] + partial[2]) + fround(partial[1] + partial[3]));
}
