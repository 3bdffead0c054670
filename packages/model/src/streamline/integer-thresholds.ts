import { isInteger } from "@bnnkit/core";
import { numbersAt } from "../definition.ts";
import type { Node } from "../node.ts";
import { thresholdBehind } from "./found-threshold.ts";
import {
  floatsOf,
  isMaximumPool,
  isProduct,
  isThreshold,
  ownsWeights,
  type Rewrite,
  type Rule,
  type Streamlined,
  soleReader,
  type TypedProduct,
  wholeDigit,
} from "./rewrite.ts";

/** Product of whole numbers with a scale or bias → [max pool →] threshold: the product without them, which then is an exact
 *  int32, and thresholds that are integers.
 *
 *  A threshold is the least integer at which `fl(fl(dot·scale) + bias)` changes the level. With a pool between them scales must
 *  not be negative. */
export const integerThresholds: Rule = (model) => {
  for (const typed of model.typed.nodes) {
    const rewrite = isProduct(typed) ? withoutScale(model, typed) : undefined;
    if (rewrite !== undefined) return rewrite;
  }
  return undefined;
};

function withoutScale(model: Streamlined, typed: TypedProduct): Rewrite | undefined {
  const { node, output } = typed;
  const code = wholeDigit(node.weights.code);
  const isBare = isInteger(output.code) || !isInteger(numbersAt(typed, 0).code);
  if (code === undefined || isBare || !ownsWeights(model.typed, typed)) return undefined;
  const next = soleReader(model.typed, node.name);
  const isPooled = next !== undefined && isMaximumPool(next);
  const reader = isPooled ? soleReader(model.typed, next.node.name) : next;
  if (reader === undefined || !isThreshold(reader) || reader.node.rowScale) return undefined;
  const scales = scalesOf(model, node);
  if (isPooled && scales.some((scale) => scale < 0)) return undefined;
  const offsets = node.bias ? floatsOf(model, `${node.name}.bias`) : undefined;
  const { features } = output;
  const affine = { scales, offsets };
  const found = thresholdBehind(model, reader.node, affine, { features, isInteger: true });
  const weights = { ...node.weights, code };
  const nodes = new Map<string, Node>([
    [node.name, { ...node, weights, bias: false }],
    [reader.node.name, found.node],
  ]);
  return { nodes, tensors: found.tensors };
}

/** A number for each output. */
function scalesOf(model: Streamlined, node: TypedProduct["node"]): Float32Array {
  const [{ scale = 1 }] = node.weights.code;
  if (scale === "row") return floatsOf(model, `${node.weights.tensor}.scales`);
  return new Float32Array(node.outFeatures).fill(scale);
}
