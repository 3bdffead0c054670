import { checkIntegerBetween, checkLength, wordsPerRow } from "@bnnkit/core";
import type { Tensor } from "./tensor.ts";

/** A layer of truth tables as trainers have it. */
export interface TruthTables {
  /** 1 to 8. */
  readonly inputsPerTable: number;
  /** Bits of what the layer reads, [tables, inputsPerTable]; input j is bit j of an address. */
  readonly connections: Int32Array<ArrayBuffer>;
  /** 2^inputsPerTable bits for each table, packed least significant first. */
  readonly tables: Uint32Array<ArrayBuffer>;
}

/** The tensors of the `truth-tables` node of a name: connections as they are, tables padded to a row of words.
 *  @throws RangeError for connections or tables of another length. */
export function truthTableTensors(
  name: string,
  { inputsPerTable, connections, tables }: TruthTables,
): ReadonlyMap<string, Tensor> {
  const where = "truthTableTensors";
  checkIntegerBetween(where, "inputsPerTable", inputsPerTable, 1, 8);
  const count = connections.length / inputsPerTable;
  checkIntegerBetween(where, "tables of connections", count, 1, 2 ** 24);
  const bits = count * 2 ** inputsPerTable;
  const words = wordsPerRow(bits);
  if (tables.length !== words) checkLength(where, "tables", tables.length, Math.ceil(bits / 32));
  const padded = new Uint32Array(words);
  padded.set(tables);
  return new Map<string, Tensor>([
    [`${name}.connections`, { dtype: "I32", shape: [count, inputsPerTable], data: connections }],
    [`${name}.tables`, { dtype: "U32", shape: [1, words], data: padded }],
  ]);
}
