import type { Node, TypedNode } from "../node.ts";
import type { Tensor } from "../tensor.ts";
import type { Rewrite, Rule, Streamlined } from "./rewrite.ts";
import { type Source, simplifyTable, sourcesOf, type Table } from "./simplify-table.ts";
import { isTruthTables, tablesOf, tensorsOfTables } from "./table-layer.ts";

/** Truth tables: of the bits that they depend on alone, without constants, and reading one of several equal or opposite tables. A
 *  layer has as many inputs as its largest table needs. */
export const simplifyTables: Rule = (model) => {
  for (const typed of model.typed.nodes.filter(isTruthTables)) {
    const rewrite = simplified(model, typed);
    if (rewrite !== undefined) return rewrite;
  }
  return undefined;
};

function simplified(model: Streamlined, typed: TypedNode<"truth-tables">): Rewrite | undefined {
  const { node } = typed;
  const source = sourceReader(model, node.inputs[0]);
  const before = tablesOf(model, typed);
  const tables = before.map((table) => simplifyTable(table, source));
  const inputsPerTable = Math.max(1, ...new Set(tables.map(({ inputs }) => inputs.length)));
  const tensors = tensorsOfTables(node.name, tables, inputsPerTable);
  const isSame = [...tensors].every(([name, { data }]) => {
    const old = model.tensors.get(name)?.data;
    return old?.length === data.length && data.every((value, i) => value === old[i]);
  });
  if (isSame && inputsPerTable === node.inputsPerTable) return undefined;
  return { nodes: new Map([[node.name, { ...node, inputsPerTable }]]), tensors };
}

/** What the bits of a value are. */
function sourceReader(model: Streamlined, name: string): (bit: number) => Source {
  const read = model.typed.nodes.filter(isTruthTables).find(({ node }) => node.name === name);
  if (read === undefined) return (bit) => ({ bit, isInverted: false });
  const itself = (bit: number): Source => ({ bit, isInverted: false });
  const sources = sourcesOf(tablesOf(model, read).map((table) => simplifyTable(table, itself)));
  return (bit) => sources[bit];
}

/** Truth tables that no other table reads are left out, where only tables read a layer. */
export const removeDeadTables: Rule = (model) => {
  for (const typed of model.typed.nodes.filter(isTruthTables)) {
    const rewrite = withoutDead(model, typed);
    if (rewrite !== undefined) return rewrite;
  }
  return undefined;
};

function withoutDead(model: Streamlined, typed: TypedNode<"truth-tables">): Rewrite | undefined {
  const { name, inputsPerTable, tables } = typed.node;
  const { graph, nodes } = model.typed;
  const readers = nodes.filter(({ node }) => node.inputs.some((input) => input === name));
  const layers = readers.filter(isTruthTables);
  if (graph.output === name || layers.length < readers.length || layers.length === 0) {
    return undefined;
  }
  const read = layers.map((reader) => ({ reader, tables: tablesOf(model, reader) }));
  const live = new Set(read.flatMap((of) => of.tables.flatMap(({ inputs }) => inputs)));
  if (live.size === tables) return undefined;
  const places = new Map([...live].sort((a, b) => a - b).map((bit, place) => [bit, place]));
  const moved = ({ inputs, entries }: Table): Table => ({
    inputs: inputs.map((bit) => places.get(bit) ?? 0),
    entries,
  });
  const kept = tablesOf(model, typed).filter((_, bit) => live.has(bit));
  const tensors = new Map<string, Tensor>(tensorsOfTables(name, kept, inputsPerTable));
  for (const { reader, tables: of } of read) {
    const own = tensorsOfTables(reader.node.name, of.map(moved), reader.node.inputsPerTable);
    for (const [key, tensor] of own) tensors.set(key, tensor);
  }
  const rewritten: Node = { ...typed.node, tables: live.size };
  return { nodes: new Map([[name, rewritten]]), tensors };
}
