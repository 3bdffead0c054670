import type { Graph, Node } from "@bnnkit/model";

/** A node that is computed together with the node before it, as one operation. */
export type Fusion =
  | { readonly kind: "embedding with positions"; readonly first: Node<"embedding"> }
  | { readonly kind: "dense with relu"; readonly first: Node<"dense"> }
  | {
      readonly kind: "norm with addend";
      readonly first: Node<"layer-norm">;
      readonly addend: string;
    };

/** The nodes that the output needs, in order, and which of them absorb the node before them. */
export interface FusedGraph {
  readonly nodes: readonly Node[];
  /** By the name of the absorbing node. */
  readonly fusions: ReadonlyMap<string, Fusion>;
}

/** Finds embedding + position, dense + relu and norm + add where the first value has no other reader.
 *  The operations compute the same floats fused and apart; fused they write one value less. */
export function fuseGraph(graph: Graph): FusedGraph {
  const needed = neededNodes(graph);
  const readers = new Map<string, number>([[graph.output, 1]]);
  for (const node of needed.values()) {
    for (const input of node.inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  const fusions = new Map<string, Fusion>();
  const absorbed = new Set<string>();
  for (const node of needed.values()) {
    const fusion = fusionOf(node, (input) => {
      return readers.get(input) === 1 ? needed.get(input) : undefined;
    });
    if (fusion !== undefined) {
      fusions.set(node.name, fusion);
      absorbed.add(fusion.first.name);
    }
  }
  return { nodes: [...needed.values()].filter(({ name }) => !absorbed.has(name)), fusions };
}

function fusionOf(node: Node, soleInput: (name: string) => Node | undefined): Fusion | undefined {
  if (node.op === "sinusoidal-position") {
    const first = soleInput(node.inputs[0]);
    return first?.op === "embedding" ? { kind: "embedding with positions", first } : undefined;
  }
  if (node.op === "relu") {
    const first = soleInput(node.inputs[0]);
    return first?.op === "dense" ? { kind: "dense with relu", first } : undefined;
  }
  if (node.op === "add") {
    const [a, b] = node.inputs;
    const left = soleInput(a);
    if (left?.op === "layer-norm") return { kind: "norm with addend", first: left, addend: b };
    const right = soleInput(b);
    if (right?.op === "layer-norm") return { kind: "norm with addend", first: right, addend: a };
  }
  return undefined;
}

function neededNodes(graph: Graph): ReadonlyMap<string, Node> {
  const needed = new Set([graph.output]);
  for (const node of [...graph.nodes].reverse()) {
    if (needed.has(node.name)) for (const input of node.inputs) needed.add(input);
  }
  return new Map(
    graph.nodes.filter(({ name }) => needed.has(name)).map((node) => [node.name, node]),
  );
}
