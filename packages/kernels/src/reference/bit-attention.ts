import type { KeptProbabilities } from "../tape/operations/bit-attention.ts";

/** Operands of {@link bitAttention}. */
export interface BitAttentionReference {
  /** ±1, rows × heads·headFeatures */
  readonly q: ArrayLike<number>;
  /** ±1, keys × heads·headFeatures */
  readonly k: ArrayLike<number>;
  /** keys × heads·headFeatures; ±1 of packed values */
  readonly v: ArrayLike<number>;
  readonly heads: number;
  readonly headFeatures: number;
  /** Per row the rows of `k` and `v` that it sees. */
  readonly keys: readonly (readonly number[])[];
  /** Default 1/√headFeatures */
  readonly scale?: number;
  /** rows × scaleGroups */
  readonly queryScales?: ArrayLike<number>;
  /** keys × scaleGroups */
  readonly keyScales?: ArrayLike<number>;
  readonly scaleGroups?: number;
  readonly keep?: KeptProbabilities;
  readonly multiplier?: number;
}

/**
 * Per row and head `multiplier·Σ_j p_j·v_j`, `p = softmax_j(q·k_j·scale·queryScale·keyScale)`; zeros without a key. With
 * `keep`, p_j becomes 1 if `p_j > above`, or if `p_j ≥ shareOfLargest·max p`, or if `q·k_j > 0`, else 0.
 */
export function bitAttention(operands: BitAttentionReference): Float64Array {
  const { q, v, heads, headFeatures, keys, multiplier = 1 } = operands;
  const out = new Float64Array(q.length);
  for (let row = 0; row < keys.length; row++) {
    for (let head = 0; head < heads; head++) {
      const p = operands.keep?.positive
        ? dotsOf(operands, row, head).map((dot) => (dot > 0 ? 1 : 0))
        : keptProbabilities(bitProbabilities(operands, row, head), operands.keep);
      for (let i = 0; i < headFeatures; i++) {
        let sum = 0;
        for (const [j, key] of keys[row].entries()) {
          if (p[j] !== 0) sum += p[j] * v[(key * heads + head) * headFeatures + i];
        }
        out[(row * heads + head) * headFeatures + i] = multiplier * sum;
      }
    }
  }
  return out;
}

/** The softmax of one row and head. */
export function bitProbabilities(
  operands: BitAttentionReference,
  row: number,
  head: number,
): number[] {
  const { headFeatures, scaleGroups = 1 } = operands;
  const { scale = 1 / Math.sqrt(headFeatures) } = operands;
  const group = scaleGroups === 1 ? 0 : head;
  const dots = dotsOf(operands, row, head);
  const scores = operands.keys[row].map((key, j) => {
    const queryScale = operands.queryScales?.[row * scaleGroups + group] ?? 1;
    const keyScale = operands.keyScales?.[key * scaleGroups + group] ?? 1;
    return dots[j] * scale * queryScale * keyScale;
  });
  const largest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** q·k_j of the keys of one row and head. */
function dotsOf(
  { q, k, heads, headFeatures, keys }: BitAttentionReference,
  row: number,
  head: number,
): number[] {
  return keys[row].map((key) => {
    let dot = 0;
    for (let i = 0; i < headFeatures; i++) {
      const [from, to] = [(row * heads + head) * headFeatures, (key * heads + head) * headFeatures];
      dot += q[from + i] * k[to + i];
    }
    return dot;
  });
}

function keptProbabilities(p: readonly number[], keep: KeptProbabilities | undefined): number[] {
  const largest = p.reduce((a, b) => Math.max(a, b), 0);
  return p.map((each) => {
    if (keep === undefined) return each;
    if (keep.above !== undefined) return each > keep.above ? 1 : 0;
    return each >= (keep.shareOfLargest ?? 0) * largest ? 1 : 0;
  });
}
