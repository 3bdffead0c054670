import type { Node } from "./node.ts";

/** What a graph is fed: token ids, or rows of `features` floats, one per position. */
export type GraphInput =
  | { readonly name: string; readonly kind: "tokens" }
  | { readonly name: string; readonly kind: "features"; readonly features: number };

/**
 * Nodes in topological order: each input is a graph input or an earlier node, so that a cycle cannot
 * be written down. `output` names the node whose value the graph returns.
 */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly Node[];
  readonly output: string;
}
