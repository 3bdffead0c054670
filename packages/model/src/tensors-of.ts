import type { NodeTensor } from "./definition.ts";
import { typeGraph } from "./infer-types.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import { definitions, type NodeOp, type TypedNode } from "./node.ts";
import type { TypedNamedGraph } from "./typed-description.ts";

/** The tensors of one node by name; the definition of its op says which. */
export function tensorsOfNode<Op extends NodeOp>(
  typed: TypedNode<Op>,
): ReadonlyMap<string, NodeTensor> {
  const op: Op = typed.node.op;
  return definitions[op].tensors(typed);
}

/**
 * All tensors that a model of this description must have, by name; a matrix that several nodes share
 * is there once. Golden examples come on top.
 *
 * @throws RangeError if two nodes claim a tensor that they cannot share, and for a graph that is none.
 */
export function tensorsOf(description: ModelDescription): ReadonlyMap<string, NodeTensor> {
  return tensorsOfGraphs(
    graphsOf(description).map(({ name, graph }) => ({
      name,
      ...typeGraph(graph, `tensorsOf: ${name}`),
    })),
  );
}

/** The tensors of graphs that were typed. */
export function tensorsOfGraphs(
  graphs: readonly TypedNamedGraph[],
): ReadonlyMap<string, NodeTensor> {
  const specs = new Map<string, NodeTensor>();
  const owners = new Map<string, string>();
  for (const { name: graphName, nodes } of graphs) {
    for (const typed of nodes) {
      const self = `node "${typed.node.name}" of the ${graphName}`;
      for (const [name, spec] of tensorsOfNode(typed)) {
        const { owner = self } = spec;
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
