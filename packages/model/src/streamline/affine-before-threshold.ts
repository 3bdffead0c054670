import { isInteger } from "@bnnkit/core";
import { numbersAt } from "../definition.ts";
import type { Node } from "../node.ts";
import { thresholdBehind } from "./found-threshold.ts";
import { floatsOf, isAffine, isThreshold, type Rule, soleReader } from "./rewrite.ts";

/** Affine → threshold: thresholds on what the affine node reads, the least number at which `fl(fl(x·scale) + offset)` changes
 *  the level; integers where x is one. */
export const affineBeforeThreshold: Rule = (model) => {
  for (const typed of model.typed.nodes.filter(isAffine)) {
    const { name, inputs, scales, offsets } = typed.node;
    const reader = soleReader(model.typed, name);
    if (reader === undefined || !isThreshold(reader) || reader.node.rowScale) continue;
    const affine = {
      scales: scales ? floatsOf(model, `${name}.scales`) : undefined,
      offsets: offsets ? floatsOf(model, `${name}.offsets`) : undefined,
    };
    const { features, code } = numbersAt(typed, 0);
    const x = { features, isInteger: isInteger(code) };
    const found = thresholdBehind(model, reader.node, affine, x);
    const nodes = new Map<string, Node | null>([
      [name, null],
      [reader.node.name, { ...found.node, inputs }],
    ]);
    return { nodes, tensors: found.tensors };
  }
  return undefined;
};
