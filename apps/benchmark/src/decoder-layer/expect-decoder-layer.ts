import { roundHalfEven } from "@bnnkit/core";
import type { Expectation } from "../expectation.ts";
import {
  type DecoderLayerOperands,
  normEpsilon,
  type TernaryMatrix,
} from "./decoder-layer-operands.ts";

/** Of the greatest score: what a layer of the same weights may differ by that does not round its rows to int8, or in other steps. */
const tolerance = 0.05;

/** The scores of the words by plain loops, with rows rounded to int8 before each matrix. */
export function expectDecoderLayer(operands: DecoderLayerOperands): Expectation {
  const values = decoderLayerScores(operands);
  const largest = Math.max(...values.map(Math.abs));
  return {
    length: values.length,
    positions: values.map((_, i) => i),
    values,
    tolerance: tolerance * largest,
  };
}

/** The scores of the words behind the token, in float64 but for the rounding of rows. */
export function decoderLayerScores({
  shape: { features, heads, keyHeads, words },
  matrices,
  table,
  token,
}: DecoderLayerOperands): number[] {
  const x = Array.from(table.subarray(token * features, (token + 1) * features));
  const n1 = norm(x);
  // One key: its probability is 1, whatever its score.
  const value = product(matrices.v, n1);
  const headFeatures = features / heads;
  const context = x.map((_, i) => {
    const head = Math.floor((Math.floor(i / headFeatures) * keyHeads) / heads);
    return value[head * headFeatures + (i % headFeatures)];
  });
  const attended = add(x, product(matrices.o, norm(context)));
  const n2 = norm(attended);
  const up = product(matrices.up, n2);
  const gated = product(matrices.gate, n2).map((gate, i) => Math.max(gate, 0) ** 2 * up[i]);
  const y = norm(add(attended, product(matrices.down, norm(gated))));
  return Array.from({ length: words }, (_, word) =>
    y.reduce((sum, number, i) => sum + number * table[word * features + i], 0),
  );
}

function norm(x: readonly number[]): number[] {
  const square = x.reduce((sum, number) => sum + number ** 2, 0) / x.length;
  return x.map((number) => number / Math.sqrt(square + normEpsilon));
}

/** `W·round(x)`, x in steps of a 127th of its greatest magnitude. */
function product({ n, k, digits, scale }: TernaryMatrix, x: readonly number[]): number[] {
  const step = Math.max(...x.map(Math.abs)) / 127;
  const codes = Int32Array.from(x, (number) => roundHalfEven(number / step));
  return Array.from({ length: n }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += digits[row * k + i] * codes[i];
    return sum * step * scale;
  });
}

function add(x: readonly number[], y: readonly number[]): number[] {
  return x.map((number, i) => number + y[i]);
}
