import { wordsPerRow } from "@bnnkit/core";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import type { DenseNode, Node } from "./node.ts";
import type { TensorSpec } from "./tensor.ts";

/**
 * The tensors of one node by name.
 *
 * | node | tensors |
 * |---|---|
 * | embedding, logits, 8 bits | `T.codes` I8 [V, d], `T.scales` F32 [V]; T is the table |
 * | embedding, logits, 32 bits | `T` F32 [V, d] |
 * | layer-norm n | `n.gamma`, `n.beta` F32 [features / groups] |
 * | dense n, 1 bit | `n.bits` U32 [outFeatures, wordsPerRow(inFeatures)], `n.scales` F32 [outFeatures] |
 * | dense n, 32 bits | `n.weights` F32 [outFeatures, inFeatures] |
 * | dense n with bias | and `n.bias` F32 [outFeatures] |
 */
export function tensorsOfNode(node: Node): ReadonlyMap<string, TensorSpec> {
  switch (node.op) {
    case "embedding":
    case "logits":
      return tableTensors(node.table, node.bits, node.vocabularySize, node.features);
    case "layer-norm": {
      const shape = [node.features / node.groups];
      return new Map([
        [`${node.name}.gamma`, { dtype: "F32", shape }],
        [`${node.name}.beta`, { dtype: "F32", shape }],
      ]);
    }
    case "dense":
      return denseTensors(node);
    case "sinusoidal-position":
    case "relu":
    case "add":
    case "attention":
      return new Map();
    default:
      return node satisfies never;
  }
}

/**
 * All tensors that a model of this description must have, by name; a table that several nodes share
 * is there once. Golden examples come on top.
 *
 * @throws RangeError if two nodes claim a tensor that they cannot share.
 */
export function tensorsOf(description: ModelDescription): ReadonlyMap<string, TensorSpec> {
  const specs = new Map<string, TensorSpec>();
  const owners = new Map<string, string>();
  for (const { name: graphName, graph } of graphsOf(description)) {
    for (const node of graph.nodes) {
      const owner = ownerOf(node, graphName);
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

/** Nodes that share a table have the same owner: the table with its size and precision. */
function ownerOf(node: Node, graphName: string): string {
  return node.op === "embedding" || node.op === "logits"
    ? `table "${node.table}" (${node.vocabularySize}×${node.features}, ${node.bits} bits)`
    : `node "${node.name}" of the ${graphName}`;
}

function tableTensors(
  table: string,
  bits: 8 | 32,
  vocabularySize: number,
  features: number,
): ReadonlyMap<string, TensorSpec> {
  const shape = [vocabularySize, features];
  if (bits === 32) return new Map([[table, { dtype: "F32", shape }]]);
  return new Map<string, TensorSpec>([
    [`${table}.codes`, { dtype: "I8", shape }],
    [`${table}.scales`, { dtype: "F32", shape: [vocabularySize] }],
  ]);
}

function denseTensors(node: DenseNode): ReadonlyMap<string, TensorSpec> {
  const { name, inFeatures, outFeatures } = node;
  const specs = new Map<string, TensorSpec>();
  if (node.weightBits === 1) {
    specs.set(`${name}.bits`, { dtype: "U32", shape: [outFeatures, wordsPerRow(inFeatures)] });
    specs.set(`${name}.scales`, { dtype: "F32", shape: [outFeatures] });
  } else {
    specs.set(`${name}.weights`, { dtype: "F32", shape: [outFeatures, inFeatures] });
  }
  if (node.bias) specs.set(`${name}.bias`, { dtype: "F32", shape: [outFeatures] });
  return specs;
}
