import type { Graph, GraphInput } from "./graph.ts";
import { definitions, type Node, type NodeOp } from "./node.ts";
import { NodeInputs } from "./node-inputs.ts";
import { quoted } from "./quoted.ts";
import type { ValueShape } from "./value-shape.ts";

/**
 * Shapes of all graph inputs and nodes by name, in order.
 *
 * Checks on the way that names are unique, that inputs come first, and that kinds, features and
 * positions agree.
 * @throws RangeError naming the node and the rule it breaks.
 */
export function inferShapes(
  graph: Graph,
  where: string = "inferShapes",
): ReadonlyMap<string, ValueShape> {
  const shapes = new Map<string, ValueShape>();
  for (const input of graph.inputs) {
    refuseDuplicate(shapes, input.name, where);
    shapes.set(input.name, inputShape(input));
  }
  for (const node of graph.nodes) {
    refuseDuplicate(shapes, node.name, where);
    shapes.set(node.name, nodeShape(node, new NodeInputs(node, shapes, where)));
  }
  if (!graph.nodes.some((node) => node.name === graph.output)) {
    throw new RangeError(`${where}: output must name a node, got ${quoted(graph.output)}`);
  }
  return shapes;
}

function nodeShape<Op extends NodeOp>(node: Node<Op>, inputs: NodeInputs): ValueShape {
  return definitions[node.op].infer(node, inputs);
}

function refuseDuplicate(
  shapes: ReadonlyMap<string, ValueShape>,
  name: string,
  where: string,
): void {
  if (shapes.has(name)) throw new RangeError(`${where}: the name ${quoted(name)} must occur once`);
}

function inputShape(input: GraphInput): ValueShape {
  return input.kind === "tokens"
    ? { kind: "tokens", positions: input.name }
    : { kind: "features", positions: input.name, features: input.features };
}
