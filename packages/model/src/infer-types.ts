import { float32 } from "@bnnkit/core";
import type { Graph, GraphInput } from "./graph.ts";
import { definitions, type Node, type NodeOp, type TypedNode } from "./node.ts";
import { NodeInputs } from "./node-inputs.ts";
import { quoted } from "./quoted.ts";
import type { NumbersType, ValueType } from "./value-type.ts";

/** A graph with the types of its values. */
export interface TypedGraph {
  readonly graph: Graph;
  /** Of inputs and nodes, by name, in order. */
  readonly types: ReadonlyMap<string, ValueType>;
  readonly nodes: readonly TypedNode[];
  readonly output: NumbersType;
}

/**
 * Types of all graph inputs and nodes by name, in order.
 *
 * Checks on the way that names are unique, that inputs come first, and that kinds, features, codes and
 * domains agree.
 * @throws RangeError naming the node and the rule it breaks.
 */
export function inferTypes(
  graph: Graph,
  where: string = "inferTypes",
): ReadonlyMap<string, ValueType> {
  return typeGraph(graph, where).types;
}

/** A graph with all that inference finds. @throws RangeError as `inferTypes`. */
export function typeGraph(graph: Graph, where: string): TypedGraph {
  const types = new Map<string, ValueType>();
  for (const input of graph.inputs) {
    refuseDuplicate(types, input.name, where);
    types.set(input.name, inputType(input));
  }
  const nodes = graph.nodes.map((node) => {
    refuseDuplicate(types, node.name, where);
    const typed = typeNode(node, new NodeInputs(node, types, where));
    types.set(node.name, typed.output);
    return typed;
  });
  const output = nodes.find(({ node }) => node.name === graph.output)?.output;
  if (output === undefined) {
    throw new RangeError(`${where}: output must name a node, got ${quoted(graph.output)}`);
  }
  return { graph, types, nodes, output };
}

function typeNode<Op extends NodeOp>(node: Node<Op>, inputs: NodeInputs): TypedNode<Op> {
  const output = definitions[node.op].infer(node, inputs);
  return { node, inputs: node.inputs.map((_, i) => inputs.type(i)), output };
}

function refuseDuplicate(types: ReadonlyMap<string, ValueType>, name: string, where: string): void {
  if (types.has(name)) throw new RangeError(`${where}: the name ${quoted(name)} must occur once`);
}

function inputType(input: GraphInput): ValueType {
  const { kind, name } = input;
  switch (kind) {
    case "ids":
      return { kind, domain: { kind: "sequence", of: name }, count: input.count };
    case "rows":
      return {
        kind: "numbers",
        domain: { kind: "sequence", of: name },
        features: input.features,
        code: float32,
      };
    case "map": {
      const { height, width, features, code } = input;
      return { kind: "numbers", domain: { kind, height, width }, features, code };
    }
    default:
      return kind satisfies never;
  }
}
