import type { Code } from "@bnnkit/core";
import type { TypedGraph } from "../infer-types.ts";
import type { Node, TypedNode } from "../node.ts";
import type { PoolNode } from "../nodes/pool.ts";
import type { PackedModel } from "../packed-model.ts";
import type { Tensor } from "../tensor.ts";
import { tensorNamed } from "../tensor-named.ts";

/** A graph with its numbers, as rules read it. */
export interface Streamlined {
  readonly typed: TypedGraph;
  readonly tensors: PackedModel["tensors"];
}

/** What a rule puts in the place of nodes. */
export interface Rewrite {
  /** By the names of those that they replace, which they keep; null leaves a node out. */
  readonly nodes: ReadonlyMap<string, Node | null>;
  /** Instead of what they were or on top; those that no node has any more go by themselves. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** An exact rewrite of one place of a graph; undefined where there is none. */
export type Rule = (model: Streamlined) => Rewrite | undefined;

/** A product of rows: dense or convolution. */
export type TypedProduct = TypedNode<"dense"> | TypedNode<"convolution">;

export function isProduct(typed: TypedNode): typed is TypedProduct {
  return typed.node.op === "dense" || typed.node.op === "convolution";
}

export function isThreshold(typed: TypedNode): typed is TypedNode<"threshold"> {
  return typed.node.op === "threshold";
}

export function isAffine(typed: TypedNode): typed is TypedNode<"affine"> {
  return typed.node.op === "affine";
}

export function isMaximumPool(typed: TypedNode): typed is TypedNode<"pool"> {
  return typed.node.op === "pool" && isMaximum(typed.node);
}

function isMaximum({ take }: PoolNode): boolean {
  return take === "maximum";
}

/** The one node that reads a value, which nobody else does and which is not the output. */
export function soleReader({ graph, nodes }: TypedGraph, name: string): TypedNode | undefined {
  if (graph.output === name) return undefined;
  const readers = nodes.filter(({ node }) => node.inputs.some((input) => input === name));
  return readers.length === 1 ? readers[0] : undefined;
}

/** Whether weights are those of one node alone. */
export function ownsWeights({ nodes }: TypedGraph, { node }: TypedProduct): boolean {
  const { tensor } = node.weights;
  return !nodes.some(({ node: other }) => {
    if (other.name === node.name) return false;
    if (other.op === "embedding") return other.table.tensor === tensor;
    if (other.op === "position")
      return typeof other.table !== "string" && other.table.tensor === tensor;
    return (other.op === "dense" || other.op === "convolution") && other.weights.tensor === tensor;
  });
}

/** The digit of a code that is one whole digit without an offset. */
export function wholeDigit([term, ...others]: Code): Code | undefined {
  const { digit, offset = 0, slices = 1 } = term;
  const isWhole = digit !== "float32" && digit !== "power";
  return others.length === 0 && isWhole && offset === 0 && slices === 1 ? [{ digit }] : undefined;
}

/** The numbers of a float32 tensor. @throws RangeError if it is missing or of another dtype. */
export function floatsOf({ tensors }: Pick<Streamlined, "tensors">, name: string): Float32Array {
  return tensorNamed("streamline", tensors, name, "F32").data;
}
