import type { Code } from "@bnnkit/core";
import type { Node } from "./node.ts";

/** What a graph is fed. */
export type GraphInput =
  /** Ids in 0 … count − 1, one for each position. */
  | { readonly name: string; readonly kind: "ids"; readonly count: number }
  /** float32 rows, one for each position. */
  | { readonly name: string; readonly kind: "rows"; readonly features: number }
  | MapInput;

/** An image, or a vector as a map of one pixel. */
export interface MapInput {
  readonly name: string;
  readonly kind: "map";
  readonly height: number;
  readonly width: number;
  readonly features: number;
  /** One term: what is fed is the digit, `uint8`, `int8` or `float32`; bytes may stand for numbers a constant scale and offset
   *  away. */
  readonly code: Code;
}

/**
 * Nodes in topological order: each input is a graph input or an earlier node, so that a cycle cannot
 * be written down. `output` names the node whose value the graph returns.
 */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly Node[];
  readonly output: string;
}
