import { graphsOf, type ModelDescription } from "./model-description.ts";
import type { Node, NodeOf, NodeOp } from "./node.ts";

/**
 * How an interpreter stands to one op: `true`, the reason why it refuses every node of it, or a
 * function that returns the reason why it refuses this node, or undefined.
 */
export type OpSupport<Op extends NodeOp> =
  | true
  | string
  | ((node: NodeOf<Op>) => string | undefined);

/**
 * Table of what an interpreter handles. It has an entry for every op, so that a new op is a compile
 * error in each interpreter until it is handled or refused.
 */
export interface Support {
  /** Who interprets, as error messages name it: "runtime (wasm)". */
  readonly name: string;
  readonly ops: { readonly [Op in NodeOp]: OpSupport<Op> };
}

/** A node that an interpreter refuses. */
export interface Problem {
  readonly graph: string;
  readonly node: string;
  readonly op: NodeOp;
  /** Why; `message` says it in one sentence together with the node and the interpreter. */
  readonly reason: string;
  readonly message: string;
}

/** Compares a description with what an interpreter supports: one problem per refused node, in order. */
export function check(description: ModelDescription, support: Support): readonly Problem[] {
  return graphsOf(description).flatMap(({ name: graph, graph: { nodes } }) =>
    nodes.flatMap((node): readonly Problem[] => {
      const reason = refusal(node, support);
      if (reason === undefined) return [];
      const { name, op } = node;
      const message = `${support.name} does not support node "${name}" (${op}) of the ${graph}: ${reason}`;
      return [{ graph, node: name, op, reason, message }];
    }),
  );
}

/**
 * Returns if `check` finds no problem.
 *
 * @throws RangeError that lists every problem, one a line.
 */
export function assertSupported(description: ModelDescription, support: Support): void {
  const problems = check(description, support);
  if (problems.length === 0) return;
  throw new RangeError(
    ["assertSupported:", ...problems.map(({ message }) => `  ${message}`)].join("\n"),
  );
}

function refusal(node: Node, { ops }: Support): string | undefined {
  switch (node.op) {
    case "embedding":
      return answer(ops[node.op], node);
    case "sinusoidal-position":
      return answer(ops[node.op], node);
    case "layer-norm":
      return answer(ops[node.op], node);
    case "dense":
      return answer(ops[node.op], node);
    case "relu":
      return answer(ops[node.op], node);
    case "add":
      return answer(ops[node.op], node);
    case "attention":
      return answer(ops[node.op], node);
    case "logits":
      return answer(ops[node.op], node);
    default:
      return node satisfies never;
  }
}

function answer<N extends Node>(
  support: true | string | ((node: N) => string | undefined),
  node: N,
): string | undefined {
  if (typeof support === "function") return support(node);
  return support === true ? undefined : support;
}
