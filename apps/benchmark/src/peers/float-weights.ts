import type { PackedModel, Weights } from "@bnnkit/model";
import { codedWeights, realOf, tensorReader } from "@bnnkit/model/reference";

/** A matrix of weights of any code as float32 [rows, columns]. */
export function floatWeights(
  model: PackedModel,
  weights: Weights,
  rows: number,
  columns: number,
): Float32Array {
  const coded = codedWeights(tensorReader(model), weights, rows, columns);
  return Float32Array.from(realOf(coded).data);
}

/** The same matrix with rows and columns exchanged. @param factor  is multiplied in. */
export function transposed(
  matrix: Float32Array,
  rows: number,
  columns: number,
  factor = 1,
): Float32Array {
  return Float32Array.from(matrix, (_, i) => {
    return factor * matrix[(i % rows) * columns + Math.floor(i / rows)];
  });
}
