import { isInteger } from "@bnnkit/core";
import type { Node, TypedNode } from "../node.ts";
import type { Tensor } from "../tensor.ts";
import { tensorNamed } from "../tensor-named.ts";
import {
  isAffine,
  isProduct,
  ownsWeights,
  type Rewrite,
  type Rule,
  type Streamlined,
  soleReader,
  type TypedProduct,
  wholeDigit,
} from "./rewrite.ts";

/** Product → affine: a product with scales of its rows and a bias, under the name of the affine node, whose value it has.
 *
 *  Of int32 products, which have neither, as float32 rounds both alike; offsets alone become the bias of any product without
 *  one. */
export const affineIntoProduct: Rule = (model) => {
  for (const typed of model.typed.nodes.filter(isProduct)) {
    const reader = soleReader(model.typed, typed.node.name);
    if (reader === undefined || !isAffine(reader)) continue;
    const rewrite = withAffine(model, typed, reader);
    if (rewrite !== undefined) return rewrite;
  }
  return undefined;
};

function withAffine(
  model: Streamlined,
  typed: TypedProduct,
  { node: affine }: TypedNode<"affine">,
): Rewrite | undefined {
  const { node, output } = typed;
  if (node.bias) return undefined;
  const { tensor, code } = node.weights;
  const whole = wholeDigit(code);
  const isPlain = isInteger(output.code) && whole !== undefined && (code[0].scale ?? 1) === 1;
  if (affine.scales && !(isPlain && ownsWeights(model.typed, typed))) return undefined;
  const [{ digit }] = code;
  const weights = affine.scales
    ? { tensor, code: [{ digit, scale: "row" }] as const }
    : node.weights;
  const product: Node = { ...node, name: affine.name, weights, bias: affine.offsets };
  const tensors = new Map<string, Tensor>();
  const floats = (part: string): Tensor =>
    tensorNamed("streamline", model.tensors, `${affine.name}.${part}`, "F32");
  if (affine.scales) tensors.set(`${tensor}.scales`, floats("scales"));
  if (affine.offsets) tensors.set(`${affine.name}.bias`, floats("offsets"));
  const nodes = new Map<string, Node | null>([
    [node.name, null],
    [affine.name, product],
  ]);
  return { nodes, tensors };
}
