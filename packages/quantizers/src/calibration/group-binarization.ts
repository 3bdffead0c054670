import { checkPositiveInteger } from "@bnnkit/core";
import { checkMask, checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

/** Binarizes the marked weights of each row, then what is left of them, `order` times.
 *
 *  Each time with r what is left: z the mean of r over the marked weights of the row, `α = mean|r − z|`, and
 *  `z + α·sign(r − z)` is taken off. Each binarization is the best one for its signs, so the error never rises.
 *
 *  BiLLM: Huang et al. 2024, https://arxiv.org/abs/2402.04291
 *  @param mask  1 for the weights that are binarized, as long as the matrix
 *  @returns the numbers that they become, 0 for the others
 *  @throws RangeError for a matrix that is none, another length of the mask, or an order that is no positive integer. */
export function residualBinarization(
  matrix: WeightMatrix,
  mask: Uint8Array,
  order: number,
): Float64Array {
  checkWeightMatrix("residualBinarization", matrix);
  checkMask("residualBinarization", matrix, mask);
  checkPositiveInteger("residualBinarization", "order", order);
  return binarizeGroup(matrix, (i) => mask[i] !== 0, order);
}

/** {@link residualBinarization} of what is checked. */
export function binarizeGroup(
  { rows, columns, values }: WeightMatrix,
  isMember: (index: number) => boolean,
  order: number,
): Float64Array {
  const result = new Float64Array(values.length);
  const members: number[] = [];
  for (let row = 0; row < rows; row++) {
    members.length = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) if (isMember(i)) members.push(i);
    for (let k = 0; k < order && members.length > 0; k++) addBinarized(values, members, result);
  }
  return result;
}

/** Adds `z + α·sign(r − z)` of what a result has left. */
function addBinarized(
  values: WeightMatrix["values"],
  members: readonly number[],
  result: Float64Array,
): void {
  let mean = 0;
  for (const i of members) mean += (values[i] - result[i]) / members.length;
  let scale = 0;
  for (const i of members) scale += Math.abs(values[i] - result[i] - mean) / members.length;
  for (const i of members) {
    result[i] += mean + (values[i] - result[i] - mean < 0 ? -scale : scale);
  }
}
