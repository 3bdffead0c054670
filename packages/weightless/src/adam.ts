/** Parameters with the moments of their gradients. */
export interface AdamParameters {
  readonly values: Float32Array;
  /** Gradients of the batch; `adamStep` takes them and sets them to 0. */
  readonly gradients: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export function adamParameters(values: Float32Array): AdamParameters {
  const zeros = (): Float32Array => new Float32Array(values.length);
  return { values, gradients: zeros(), first: zeros(), second: zeros() };
}

/** One step of Adam with bias correction, β = 0.9 and 0.999, ε = 1e-8 (Kingma and Ba 2015); values then stay within ±limit.
 *  @param step  1 for the first. */
export function adamStep(
  { values, gradients, first, second }: AdamParameters,
  step: number,
  rate: number,
  limit: number,
): void {
  const firstScale = 1 / (1 - 0.9 ** step);
  const secondScale = 1 / (1 - 0.999 ** step);
  for (let i = 0; i < values.length; i++) {
    const gradient = gradients[i];
    gradients[i] = 0;
    first[i] += 0.1 * (gradient - first[i]);
    second[i] += 0.001 * (gradient * gradient - second[i]);
    const change = (rate * first[i] * firstScale) / (Math.sqrt(second[i] * secondScale) + 1e-8);
    values[i] = Math.max(-limit, Math.min(limit, values[i] - change));
  }
}
