import type { TypedNode } from "../node.ts";
import type { Tensor } from "../tensor.ts";
import { tensorNamed } from "../tensor-named.ts";
import { truthTableTensors } from "../truth-table-tensors.ts";
import type { Streamlined } from "./rewrite.ts";
import type { Table } from "./simplify-table.ts";

export function isTruthTables(typed: TypedNode): typed is TypedNode<"truth-tables"> {
  return typed.node.op === "truth-tables";
}

/** The tables of a node, one by one. */
export function tablesOf(
  { tensors }: Pick<Streamlined, "tensors">,
  { node: { name, tables, inputsPerTable } }: TypedNode<"truth-tables">,
): readonly Table[] {
  const connections = tensorNamed("streamline", tensors, `${name}.connections`, "I32").data;
  const words = tensorNamed("streamline", tensors, `${name}.tables`, "U32").data;
  const length = 2 ** inputsPerTable;
  return Array.from({ length: tables }, (_, t) => ({
    inputs: [...connections.subarray(t * inputsPerTable, (t + 1) * inputsPerTable)],
    entries: Array.from({ length }, (_, address) => {
      const at = t * length + address;
      return (words[at >>> 5] >>> (at & 31)) & 1;
    }),
  }));
}

/** The tensors of tables; those of fewer inputs than others ignore copies of their first. */
export function tensorsOfTables(
  name: string,
  tables: readonly Table[],
  inputsPerTable: number,
): ReadonlyMap<string, Tensor> {
  const connections = tables.flatMap(({ inputs }) =>
    Array.from({ length: inputsPerTable }, (_, j) => inputs[j] ?? inputs[0] ?? 0),
  );
  const length = 2 ** inputsPerTable;
  const words = new Uint32Array(Math.ceil((tables.length * length) / 32));
  tables.forEach(({ entries }, t) => {
    for (let address = 0; address < length; address++) {
      const at = t * length + address;
      words[at >>> 5] |= entries[address % entries.length] << (at & 31);
    }
  });
  const layer = { inputsPerTable, connections: Int32Array.from(connections), tables: words };
  return truthTableTensors(name, layer);
}
