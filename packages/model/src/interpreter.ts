import { typeGraph } from "./infer-types.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import type { NodeOp, TypedNode } from "./node.ts";

/**
 * Table of what an interpreter does with each op: the reason why it refuses every node of it, or a handler. It has an
 * entry for every op, so that a new op is a compile error in each interpreter until it is handled or refused; and what it
 * does is what `check` says it does.
 */
export interface Interpreter<Context, Result> {
  /** Who interprets, as error messages name it: "runtime (wasm)". */
  readonly name: string;
  readonly ops: { readonly [Op in NodeOp]: string | Handler<Op, Context, Result> };
}

/** How an interpreter handles the nodes of one op. */
export interface Handler<Op extends NodeOp, Context, Result> {
  /** Why it refuses this node, in words for people; undefined if it takes it. Without, it takes all. */
  refuses?(typed: TypedNode<Op>): string | undefined;
  handle(typed: TypedNode<Op>, context: Context): Result;
}

/** An interpreter as `check` sees it: whatever it makes of nodes. */
export type Support = Interpreter<never, unknown>;

/** A node that an interpreter refuses. */
export interface Problem {
  readonly graph: string;
  readonly node: string;
  readonly op: NodeOp;
  /** Why; `message` says it in one sentence together with the node and the interpreter. */
  readonly reason: string;
  readonly message: string;
}

/** Handles one node. @throws RangeError with the reason for a node that is refused. */
export function interpret<Op extends NodeOp, Context, Result>(
  interpreter: Interpreter<Context, Result>,
  typed: TypedNode<Op>,
  context: Context,
): Result {
  const op: Op = typed.node.op;
  const handler: string | Handler<Op, Context, Result> = interpreter.ops[op];
  const reason = refusal(handler, typed);
  if (reason === undefined && typeof handler !== "string") return handler.handle(typed, context);
  throw new RangeError(
    `interpret: ${interpreter.name} does not support node "${typed.node.name}" (${op}): ${reason}`,
  );
}

/** Compares a description with what an interpreter supports: one problem per refused node, in order.
 *  @throws RangeError for a graph that is none. */
export function check(description: ModelDescription, interpreter: Support): readonly Problem[] {
  return graphsOf(description).flatMap(({ name: graphName, graph }) =>
    typeGraph(graph, `check: ${graphName}`).nodes.flatMap((typed): readonly Problem[] => {
      const reason = refusalOf(interpreter, typed);
      if (reason === undefined) return [];
      const { name, op } = typed.node;
      const message = `${interpreter.name} does not support node "${name}" (${op}) of the ${graphName}: ${reason}`;
      return [{ graph: graphName, node: name, op, reason, message }];
    }),
  );
}

/**
 * Returns if `check` finds no problem.
 *
 * @throws RangeError that lists every problem, one a line.
 */
export function assertSupported(description: ModelDescription, interpreter: Support): void {
  const problems = check(description, interpreter);
  if (problems.length === 0) return;
  throw new RangeError(
    ["assertSupported:", ...problems.map(({ message }) => `  ${message}`)].join("\n"),
  );
}

function refusalOf<Op extends NodeOp>({ ops }: Support, typed: TypedNode<Op>): string | undefined {
  const op: Op = typed.node.op;
  const handler: string | Handler<Op, never, unknown> = ops[op];
  return refusal(handler, typed);
}

function refusal<Op extends NodeOp, Context, Result>(
  handler: string | Handler<Op, Context, Result>,
  typed: TypedNode<Op>,
): string | undefined {
  return typeof handler === "string" ? handler : handler.refuses?.(typed);
}
