/** Operands of {@link layerNorm}. */
export interface LayerNormReference {
  /** rows × features */
  readonly x: ArrayLike<number>;
  readonly features: number;
  readonly groups?: number;
  /** [features/groups] */
  readonly gamma: ArrayLike<number>;
  /** [features/groups] */
  readonly beta: ArrayLike<number>;
  readonly epsilon: number;
  /** Default true. */
  readonly centered?: boolean;
  /** rows × features */
  readonly addend?: ArrayLike<number>;
}

/** `(x − mean)/sqrt(mean((x − mean)²) + epsilon)·gamma + beta + addend` over each of `groups` slices of a row, 0 in place of the
 *  mean where it is not centered. */
export function layerNorm(operands: LayerNormReference): Float64Array {
  const { x, features, groups = 1, gamma, beta, epsilon, centered = true, addend } = operands;
  const length = features / groups;
  const out = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += length) {
    let mean = 0;
    for (let i = 0; centered && i < length; i++) mean += x[first + i] / length;
    let variance = 0;
    for (let i = 0; i < length; i++) variance += (x[first + i] - mean) ** 2 / length;
    const deviation = Math.sqrt(variance + epsilon);
    for (let i = 0; i < length; i++) {
      const normal = (x[first + i] - mean) / deviation;
      out[first + i] = normal * gamma[i] + beta[i] + (addend?.[first + i] ?? 0);
    }
  }
  return out;
}
