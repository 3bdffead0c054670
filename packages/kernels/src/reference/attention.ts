import { roundHalfEven } from "@bnnkit/core";

/** Operands of {@link attention}. */
export interface AttentionReference {
  /** rows × heads·headFeatures */
  readonly q: ArrayLike<number>;
  /** keys × keyHeads·headFeatures */
  readonly k: ArrayLike<number>;
  /** keys × keyHeads·headFeatures */
  readonly v: ArrayLike<number>;
  readonly heads: number;
  readonly headFeatures: number;
  /** Default as many as heads of queries. */
  readonly keyHeads?: number;
  /** Per row the rows of `k` and `v` that it sees. */
  readonly keys: readonly (readonly number[])[];
  readonly binary?: boolean;
  readonly rounded?: { readonly step: number; readonly most: number };
}

/**
 * Per row and head `Σ_j p_j·v_j`, `p = softmax_j(q·k_j/√headFeatures)`; zeros without a key.
 *
 * With `rounded`, p_j becomes `step·min(round(p_j/step), most)`, ties to even. With `binary`, p_j becomes (max p + 2^−23)/2: BMT's one-bit quantizer gives +s/2 to whatever is not negative.
 */
export function attention(operands: AttentionReference): Float64Array {
  const { q, v, heads, headFeatures, keyHeads = heads, keys } = operands;
  const out = new Float64Array(q.length);
  for (let row = 0; row < keys.length; row++) {
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor((head * keyHeads) / heads);
      const p = probabilities(operands, row, head);
      for (let i = 0; i < headFeatures; i++) {
        for (const [j, key] of keys[row].entries()) {
          out[(row * heads + head) * headFeatures + i] +=
            p[j] * v[(key * keyHeads + keyHead) * headFeatures + i];
        }
      }
    }
  }
  return out;
}

function probabilities(operands: AttentionReference, row: number, head: number): number[] {
  const { q, k, heads, headFeatures, keyHeads = heads, keys, binary = false, rounded } = operands;
  const keyHead = Math.floor((head * keyHeads) / heads);
  const scores = keys[row].map((key) => {
    let dot = 0;
    for (let i = 0; i < headFeatures; i++) {
      dot +=
        q[(row * heads + head) * headFeatures + i] *
        k[(key * keyHeads + keyHead) * headFeatures + i];
    }
    return dot / Math.sqrt(headFeatures);
  });
  const largest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => {
    if (binary) return (1 / sum + 2 ** -23) / 2;
    const p = weight / sum;
    return rounded ? rounded.step * Math.min(roundHalfEven(p / rounded.step), rounded.most) : p;
  });
}
