/** Stores y + bias in float32, ReLU applied as asked; `bias` is the index of the bias, 0 for none. */
export function storeOutput(
  float32: Float32Array,
  to: number,
  y: number,
  bias: number,
  relu: boolean,
): void {
  const sum = bias === 0 ? y : Math.fround(y + float32[bias]);
  float32[to] = relu && sum < 0 ? 0 : sum;
}
