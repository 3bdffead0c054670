import type { NodeTensor } from "./definition.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import { definitions, type Node, type NodeOp } from "./node.ts";

/** The tensors of one node by name; the definition of its op says which. */
export function tensorsOfNode<Op extends NodeOp>(node: Node<Op>): ReadonlyMap<string, NodeTensor> {
  return definitions[node.op].tensors(node);
}

/**
 * All tensors that a model of this description must have, by name; a table that several nodes share
 * is there once. Golden examples come on top.
 *
 * @throws RangeError if two nodes claim a tensor that they cannot share.
 */
export function tensorsOf(description: ModelDescription): ReadonlyMap<string, NodeTensor> {
  const specs = new Map<string, NodeTensor>();
  const owners = new Map<string, string>();
  for (const { name: graphName, graph } of graphsOf(description)) {
    for (const node of graph.nodes) {
      const owner = ownerOf(node) ?? `node "${node.name}" of the ${graphName}`;
      for (const [name, spec] of tensorsOfNode(node)) {
        const other = owners.get(name) ?? owner;
        if (other !== owner) {
          throw new RangeError(
            `tensorsOf: tensor "${name}" must belong to one of ${other} and ${owner}`,
          );
        }
        owners.set(name, owner);
        specs.set(name, spec);
      }
    }
  }
  return specs;
}

function ownerOf<Op extends NodeOp>(node: Node<Op>): string | undefined {
  return definitions[node.op].owner?.(node);
}
