import type { Node } from "../node.ts";
import { signsAndScale } from "./dense.ts";
import { element, type Matrix, mapRows, matrix } from "./matrix.ts";

/** Per head `softmax(q·kᵀ/√headFeatures)·v` by definition. One-bit operands are ±s/2 per row and head, one-bit
 *  probabilities s/2 per row (they are never negative). */
export function evaluateAttention(
  node: Node<"attention">,
  operands: { readonly q: Matrix; readonly k: Matrix; readonly v: Matrix },
): Matrix {
  const { heads, headFeatures, causal, bits } = node;
  const operand = (x: Matrix) => (bits === 1 ? binarizeHeads(x, headFeatures) : x);
  const [q, k, v] = [operand(operands.q), operand(operands.k), operand(operands.v)];
  const probabilities = Array.from({ length: heads }, (_, head) =>
    matrix(q.rows, k.rows, (query, key) => {
      if (causal && key > query) return Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let i = 0; i < headFeatures; i++) {
        sum +=
          element(q, query, head * headFeatures + i) * element(k, key, head * headFeatures + i);
      }
      return sum / Math.sqrt(headFeatures);
    }),
  ).map((scores) => mapRows(scores, k.rows, (row) => probabilitiesOf(row, bits)));
  return matrix(q.rows, heads * headFeatures, (query, feature) => {
    const head = probabilities[Math.floor(feature / headFeatures)];
    let sum = 0;
    for (let key = 0; key < (causal ? query + 1 : k.rows); key++) {
      sum += (head === undefined ? 0 : element(head, query, key)) * element(v, key, feature);
    }
    return sum;
  });
}

function probabilitiesOf(scores: Float64Array, bits: 1 | 32): Float64Array {
  const maximum = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - maximum));
  const sum = exponentials.reduce((a, b) => a + b);
  const probabilities = exponentials.map((e) => e / sum);
  return bits === 1 ? probabilities.fill(signsAndScale(probabilities).scale) : probabilities;
}

function binarizeHeads(x: Matrix, headFeatures: number): Matrix {
  const heads = { rows: (x.rows * x.columns) / headFeatures, columns: headFeatures, data: x.data };
  const { data } = mapRows(heads, headFeatures, (row) => {
    const { values, scale } = signsAndScale(row);
    return values.map((sign) => sign * scale);
  });
  return { ...x, data };
}
