import type { TypedNode } from "../node.ts";
import type { Coded } from "./coded.ts";
import { type Matrix, matrix } from "./matrix.ts";
import type { TensorReader } from "./tensor-reader.ts";

/** The bits of a sample, plane by plane, in each pixel by pixel: 1 for a digit above 0. */
export function sampleBits({ terms }: Coded): readonly number[] {
  return terms.flatMap(({ digits }) => Array.from(digits, (digit) => Number(digit > 0)));
}

/** The bit of each table at the address that its inputs are. */
export function evaluateTruthTables(
  { node: { name, tables, inputsPerTable } }: TypedNode<"truth-tables">,
  x: Coded,
  tensors: TensorReader,
): Matrix {
  const bits = sampleBits(x);
  const connections = tensors.integers(`${name}.connections`);
  const words = tensors.words(`${name}.tables`);
  return matrix(1, tables, (_, t) => {
    let at = t * 2 ** inputsPerTable;
    for (let j = 0; j < inputsPerTable; j++)
      at += bits[connections[t * inputsPerTable + j]] * 2 ** j;
    return (words[at >>> 5] >>> (at & 31)) & 1;
  });
}

/** Bits that are 1 in each group. */
export function evaluateGroupSum({ node: { groups } }: TypedNode<"group-sum">, x: Coded): Matrix {
  const bits = sampleBits(x);
  const size = bits.length / groups;
  return matrix(1, groups, (_, g) =>
    bits.slice(g * size, (g + 1) * size).reduce((sum, bit) => sum + bit, 0),
  );
}
