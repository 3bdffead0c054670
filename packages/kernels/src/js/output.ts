const { fround } = Math;

/** Stores y + bias in float32, ReLU applied as asked; `bias` is the index of the bias, 0 for none. */
export function storeOutput(
  float32: Float32Array,
  to: number,
  y: number,
  bias: number,
  relu: boolean,
): void {
  float32[to] = activate(float32, y, bias, 0, relu);
}

/** y + bias, times the slope where that is negative, then ReLU as asked; `bias` and `slope` are indices, 0 for none. */
export function activate(
  float32: Float32Array,
  y: number,
  bias: number,
  slope: number,
  relu: boolean,
): number {
  let sum = bias === 0 ? y : fround(y + float32[bias]);
  if (slope !== 0 && sum < 0) sum = fround(sum * float32[slope]);
  return relu && sum < 0 ? 0 : sum;
}
