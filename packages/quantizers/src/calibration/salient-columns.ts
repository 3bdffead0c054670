import { checkLength, checkPositiveInteger } from "@bnnkit/core";
import { binarizeGroup } from "./group-binarization.ts";
import { checkWeightMatrix, squaredError, type WeightMatrix } from "./weight-matrix.ts";

/** Which columns are salient: 1 for the i of greatest summed saliency, i = 1 … `most` where the error is least with those
 *  binarized twice, the rest once. BiLLM's structured choice, of the columns of a block.
 *
 *  Huang et al. 2024, https://arxiv.org/abs/2402.04291
 *  @param saliency  as long as the matrix
 *  @param most  default 49; of fewer columns all
 *  @throws RangeError for a matrix that is none, another length of the saliency, or `most` that is no positive integer. */
export function salientColumns(
  matrix: WeightMatrix,
  saliency: ArrayLike<number>,
  most = 49,
): Uint8Array {
  checkWeightMatrix("salientColumns", matrix);
  checkLength("salientColumns", "saliency", saliency.length, matrix.values.length);
  checkPositiveInteger("salientColumns", "most", most);
  const { columns, values } = matrix;
  const sums = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) sums[i % columns] += Math.abs(saliency[i]);
  const order = Array.from(sums.keys()).sort((a, b) => sums[b] - sums[a]);
  const chosen = new Uint8Array(columns);
  let best = { count: 0, error: Number.POSITIVE_INFINITY };
  for (let count = 1; count <= Math.min(most, columns); count++) {
    chosen[order[count - 1]] = 1;
    const error = squaredError(values, twiceAndOnce(matrix, chosen));
    if (error < best.error) best = { count, error };
  }
  for (const column of order.slice(best.count)) chosen[column] = 0;
  return chosen;
}

function twiceAndOnce(matrix: WeightMatrix, chosen: Uint8Array): Float64Array {
  const { columns } = matrix;
  const twice = binarizeGroup(matrix, (i) => chosen[i % columns] === 1, 2);
  const once = binarizeGroup(matrix, (i) => chosen[i % columns] === 0, 1);
  return twice.map((value, i) => value + once[i]);
}
