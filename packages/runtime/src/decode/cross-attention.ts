import { numbersAt, sameDomain, type TypedGraph, type TypedNode } from "@bnnkit/model";
import type { Emitter } from "../compile/emitter.ts";
import { needed } from "../compile/readers.ts";
import type { Rows } from "../compile/value.ts";

/** Attention of a decoder's rows over the encoded sentence. */
export interface CrossAttention {
  /** float32 [rows of the step, features] */
  readonly queries: Rows;
  /** float32 [rows of the source, keyFeatures]; with fewer heads than the queries where groups of them share keys. */
  readonly keys: Rows;
  readonly heads: number;
}

/** The cross attentions of a decoder that was just lowered, in order; without those whose queries and keys are bits. */
export function crossAttentionsOf(
  decoder: TypedGraph,
  emitter: Emitter,
): readonly CrossAttention[] {
  return needed(decoder).flatMap((typed): CrossAttention[] => {
    if (!isAttention(typed)) return [];
    if (sameDomain(numbersAt(typed, 1).domain, typed.output.domain)) return [];
    const [queries, keys] = typed.node.inputs.map((input) => emitter.value(input).floats);
    if (queries === undefined || keys === undefined) return [];
    return [{ queries, keys, heads: typed.node.heads }];
  });
}

function isAttention(typed: TypedNode): typed is TypedNode<"attention"> {
  return typed.node.op === "attention";
}
