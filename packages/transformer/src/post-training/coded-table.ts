import { roundHalfEven } from "@bnnkit/core";
import {
  type DenseNode,
  type Node,
  rowCodes,
  type Tensor,
  tensorNamed,
  type Weights,
} from "@bnnkit/model";

/** A table of words as int8 with a scale for each row, max|w|/127, and the nodes with it in place of that of floats: what scores words by
 *  it reads rows that are rounded to int8, too.
 *  @param tensor  Prefix of the table's tensors. */
export function codeWords(
  nodes: readonly Node[],
  tensors: Map<string, Tensor>,
  tensor: string,
): readonly Node[] {
  const { shape, data } = tensorNamed("codeWords", tensors, `${tensor}.weights`, "F32");
  const [rows, columns] = shape;
  const scales = new Float32Array(rows);
  const codes = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, (row + 1) * columns];
    const largest = data.subarray(from, to).reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    scales[row] = largest === 0 ? 1 : largest / 127;
    for (let i = from; i < to; i++) codes[i] = roundHalfEven(data[i] / scales[row]);
  }
  tensors.delete(`${tensor}.weights`);
  tensors.set(`${tensor}.codes`, { dtype: "I8", shape, data: codes });
  tensors.set(`${tensor}.scales`, { dtype: "F32", shape: [rows], data: scales });
  const weights: Weights = { tensor, code: [{ digit: "int8", scale: "row" }] };
  return nodes.flatMap((node): readonly Node[] => {
    if (node.op === "embedding" && node.table.tensor === tensor)
      return [{ ...node, table: weights }];
    if (node.op !== "dense" || node.weights.tensor !== tensor) return [node];
    const round = rowCodes(node.inputs[0]);
    const dense: DenseNode = { ...node, inputs: [round.name], weights };
    return nodes.some(({ name }) => name === round.name) ? [dense] : [round, dense];
  });
}
