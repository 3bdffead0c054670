import { checkModel } from "../check-model.ts";
import type { CheckedModel } from "../checked-model.ts";
import { isGoldenName } from "../golden.ts";
import type { Graph } from "../graph.ts";
import { typeGraph } from "../infer-types.ts";
import type { PackedModel } from "../packed-model.ts";
import { tensorsOf } from "../tensors-of.ts";
import { affineBeforeThreshold } from "./affine-before-threshold.ts";
import { affineIntoProduct } from "./affine-into-product.ts";
import { integerThresholds } from "./integer-thresholds.ts";
import type { Rewrite, Rule, Streamlined } from "./rewrite.ts";
import { removeDeadTables, simplifyTables } from "./simplify-tables.ts";

const rules: readonly Rule[] = [
  affineBeforeThreshold,
  integerThresholds,
  affineIntoProduct,
  simplifyTables,
  removeDeadTables,
];

/** The same model with fewer nodes and more whole numbers: rules are applied until none fits.
 *
 *  Values of nodes that stay are the same float32 numbers, but for a NaN before a threshold. A translation model, whose graphs
 *  share weights, is left as it is.
 *  @throws TypeError or RangeError as `checkModel`, for a model that is none. */
export function streamline(model: PackedModel): CheckedModel {
  const { description, tensors, metadata } = checkModel(model);
  if (description.task === "sequence-to-sequence") return checkModel(model);
  const { graph, tensors: own } = streamlineGraph(description.graph, tensors);
  const streamlined = { ...description, graph };
  const specs = tensorsOf(streamlined);
  const kept = [...own].filter(([name]) => specs.has(name) || isGoldenName(name));
  return checkModel({ description: streamlined, tensors: new Map(kept), metadata });
}

/** The same for a graph by itself, whose tensors are taken to be right; those that no node has any more are still there.
 *  @throws RangeError for a graph that is none, or a missing tensor. */
export function streamlineGraph(
  graph: Graph,
  tensors: PackedModel["tensors"],
): { readonly graph: Graph; readonly tensors: PackedModel["tensors"] } {
  const { typed, tensors: own } = applied({ typed: typeGraph(graph, "streamline"), tensors });
  return { graph: typed.graph, tensors: own };
}

function applied(start: Streamlined): Streamlined {
  let model = start;
  for (let rewrite = nextRewrite(model); rewrite !== undefined; rewrite = nextRewrite(model)) {
    model = {
      typed: typeGraph(rewritten(model.typed.graph, rewrite), "streamline"),
      tensors: new Map([...model.tensors, ...rewrite.tensors]),
    };
  }
  return model;
}

function nextRewrite(model: Streamlined): Rewrite | undefined {
  for (const rule of rules) {
    const rewrite = rule(model);
    if (rewrite !== undefined) return rewrite;
  }
  return undefined;
}

function rewritten(graph: Graph, { nodes }: Rewrite): Graph {
  const kept = graph.nodes.flatMap((node) => {
    const replacement = nodes.get(node.name);
    return replacement === null ? [] : [replacement ?? node];
  });
  return { ...graph, nodes: kept };
}
