import type { TypedGraph, TypedNode } from "@bnnkit/model";

/** The nodes of a graph that its output needs, in order. */
export function needed({ graph, nodes }: TypedGraph): readonly TypedNode[] {
  const names = new Set([graph.output]);
  for (const { node } of [...nodes].reverse()) {
    if (names.has(node.name)) for (const input of node.inputs) names.add(input);
  }
  return nodes.filter(({ node }) => names.has(node.name));
}

/** The nodes that read each value, by its name; once for each input. */
export function readersOf(nodes: readonly TypedNode[]): ReadonlyMap<string, readonly TypedNode[]> {
  const readers = new Map<string, TypedNode[]>();
  for (const typed of nodes) {
    for (const input of typed.node.inputs) {
      const known = readers.get(input) ?? [];
      readers.set(input, known);
      known.push(typed);
    }
  }
  return readers;
}
