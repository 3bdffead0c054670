import type { Graph } from "../graph.ts";
import { inferTypes } from "../infer-types.ts";
import { titleOf } from "../node-inputs.ts";
import type { ValueType } from "../value-type.ts";
import type { GraphV1, NodeV1 } from "./description.ts";

/** Version 1 states sizes that follow from others. @throws RangeError naming a node of which one does not. */
export function checkStatedSizes(
  graph: GraphV1,
  lifted: Graph,
  vocabularySize: number,
  where: string,
): void {
  const types = inferTypes(lifted, where);
  for (const node of graph.nodes) {
    const stated = statedFeatures(node);
    const actual = featuresOf(types.get(node.inputs[0]));
    if (stated !== undefined && stated !== actual) {
      throw new RangeError(
        `${where}: ${titleOf(node)}: input "${node.inputs[0]}" must be ${stated} features, got ${actual}`,
      );
    }
    if ("vocabularySize" in node && node.vocabularySize !== vocabularySize) {
      throw new RangeError(
        `${where}: ${titleOf(node)}: vocabularySize (${node.vocabularySize}) must equal tokens.vocabularySize (${vocabularySize})`,
      );
    }
  }
}

/** What a node says its first input has. */
function statedFeatures(node: NodeV1): number | undefined {
  switch (node.op) {
    case "embedding":
      return undefined;
    case "dense":
      return node.inFeatures;
    case "attention":
      return node.heads * node.headFeatures;
    default:
      return node.features;
  }
}

function featuresOf(type: ValueType | undefined): number | undefined {
  return type?.kind === "numbers" ? type.features : undefined;
}
