import { roundHalfEven } from "@bnnkit/core";
import type { AttentionNode, Probabilities } from "../nodes/attention.ts";
import { element, type Matrix, mapRows, matrix } from "./matrix.ts";
import { halfMaximum } from "./row-scale.ts";

/** Per head `kept(softmax(q·kᵀ/√headFeatures))·v` by definition, or `[q·kᵀ > 0]·v`. */
export function evaluateAttention(
  { heads, causal, probabilities: kept }: AttentionNode,
  { q, k, v }: { readonly q: Matrix; readonly k: Matrix; readonly v: Matrix },
): Matrix {
  const headFeatures = q.columns / heads;
  const keyHeads = k.columns / headFeatures;
  const keyHeadOf = (head: number): number => Math.floor((head * keyHeads) / heads);
  const probabilities = Array.from({ length: heads }, (_, head) =>
    matrix(q.rows, k.rows, (query, key) => {
      if (causal && key > query) return Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let i = 0; i < headFeatures; i++) {
        sum +=
          element(q, query, head * headFeatures + i) *
          element(k, key, keyHeadOf(head) * headFeatures + i);
      }
      return sum / Math.sqrt(headFeatures);
    }),
  ).map((scores) => mapRows(scores, k.rows, (row) => keep(row, kept)));
  return matrix(q.rows, q.columns, (query, feature) => {
    const head = Math.floor(feature / headFeatures);
    const column = keyHeadOf(head) * headFeatures + (feature % headFeatures);
    const p = probabilities[head];
    let sum = 0;
    for (let key = 0; key < (causal ? query + 1 : k.rows); key++) {
      sum += (p === undefined ? 0 : element(p, query, key)) * element(v, key, column);
    }
    return sum;
  });
}

function softmax(scores: Float64Array): Float64Array {
  const maximum = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - maximum));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((e) => e / sum);
}

/** What values are multiplied by, of the scores of a row. */
function keep(scores: Float64Array, kept: Probabilities): Float64Array {
  if (kept.keep === "positive") return scores.map((score) => (score > 0 ? 1 : 0));
  const row = softmax(scores);
  switch (kept.keep) {
    case "all":
      return row;
    case "above":
      return row.map((p) => (p >= kept.threshold ? kept.scale : 0));
    case "share": {
      const least = kept.ofLargest * Math.max(...row);
      return row.map((p) => (p >= least ? 1 : 0));
    }
    case "rounded":
      return row.map((p) => kept.step * Math.min(roundHalfEven(p / kept.step), kept.most));
    case "half-maximum":
      return new Float64Array(row.length).fill(halfMaximum(row));
    default:
      return kept satisfies never;
  }
}
