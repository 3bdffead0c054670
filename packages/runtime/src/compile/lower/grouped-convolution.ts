import { type ConvolutionNode, type TypedNode, type Weights, weightTensors } from "@bnnkit/model";
import { joinColumns, sliceColumns } from "../columns.ts";
import { type Emitter, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import type { ProductOperator } from "../product/product.ts";
import type { Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { joinsGroups, joinWeights } from "./block-diagonal.ts";
import { productForm } from "./dense.ts";
import { multiplyWindows } from "./window-product.ts";

/** Outputs for which one product is made: as many as its vectors hold. */
const outputsTogether = 16;

/** A convolution in groups of channels: a product for each, or for a few that zeros keep apart, of its channels and its rows of
 *  the weights, then side by side. */
export function lowerGroups(
  { node, output }: TypedNode<"convolution">,
  value: Value,
  emitter: Emitter,
): Value {
  const { name, groups } = node;
  const form = productForm(value.type.code, node.weights.code);
  if (form === undefined) throw new RangeError(`lowerGraph: "${name}" reads no form`);
  const joined = joinsGroups(form) ? groupsTogether(node) : 1;
  const of = { value, form, joined };
  if (joined === groups) {
    const weights = joinedWeights(node, of, emitter.weights);
    return multiplyWindows({ node: { ...node, weights }, output }, value, emitter);
  }
  const parts = Array.from({ length: groups / joined }, (_, part) =>
    multiplyPart({ node, output }, of, part, emitter),
  );
  const features = node.outFeatures / parts.length;
  const isExact = parts.every((part) => emitter.value(part).ints !== undefined);
  const whole = isExact ? "ints" : "floats";
  const columns = parts.map((part) => ({
    from: isExact ? rowsAs(emitter.value(part), "ints") : floatRows(part, emitter),
    features,
  }));
  const out = joinColumns(name, emitter, whole, columns, output);
  return { type: output, space: out.space, [whole]: out };
}

interface GroupedValue {
  readonly value: Value;
  readonly form: ProductOperator["form"];
  /** Groups that are multiplied together. */
  readonly joined: number;
}

/** The product of some groups, beginning with group `part·joined`.
 *  @returns the name of its value. */
function multiplyPart(
  { node, output }: Pick<TypedNode<"convolution">, "node" | "output">,
  { value, form, joined }: GroupedValue,
  part: number,
  emitter: Emitter,
): string {
  const { features } = value.type;
  const narrow = narrowNode(node, { part, joined, features }, emitter.weights);
  const type = { ...value.type, features: (features * joined) / node.groups };
  const columns = { from: rowsAs(value, form), features, fromColumn: part * type.features };
  const x: Value = {
    ...{ type, space: value.space },
    [form]: sliceColumns(narrow.name, emitter, form, columns, type),
  };
  const weights = joinedWeights(narrow, { value: x, form, joined }, emitter.weights);
  const result = multiplyWindows(
    { node: { ...narrow, weights }, output: { ...output, features: narrow.outFeatures } },
    x,
    emitter,
  );
  emitter.define(narrow.name, result);
  return narrow.name;
}

/** The most groups, of which all can be made up, that have no more outputs than are made together. */
function groupsTogether({ groups, outFeatures }: ConvolutionNode): number {
  for (let count = Math.floor((outputsTogether * groups) / outFeatures); count > 1; count--) {
    if (groups % count === 0) return count;
  }
  return 1;
}

/** The weights of a node whose groups are all multiplied together. */
function joinedWeights(
  { weights, outFeatures, window: { size } }: ConvolutionNode,
  { value, form, joined }: GroupedValue,
  memory: WeightMemory,
): Weights {
  if (joined === 1) return weights;
  const taps = size[0] * size[1];
  const whole = { outFeatures, inFeatures: taps * value.type.features };
  return joinWeights(weights, form, { groups: joined, taps, size: whole }, memory);
}

/** A node of some groups, with their rows of the weights and of the bias. */
function narrowNode(
  node: ConvolutionNode,
  {
    part,
    joined,
    features,
  }: { readonly part: number; readonly joined: number; readonly features: number },
  memory: WeightMemory,
): ConvolutionNode {
  const { weights, groups, outFeatures, window } = node;
  const count = (outFeatures * joined) / groups;
  const rows = { first: part * count, count };
  const name = `${node.name} of part ${part}`;
  const tensor = `${weights.tensor} from row ${rows.first} to ${rows.first + count}`;
  const columns = (window.size[0] * window.size[1] * features) / groups;
  for (const whole of weightTensors(weights, outFeatures, columns).keys()) {
    memory.addRows(`${tensor}${whole.slice(weights.tensor.length)}`, { of: whole, ...rows });
  }
  if (node.bias) memory.addRows(`${name}.bias`, { of: `${node.name}.bias`, ...rows });
  return { ...node, name, outFeatures: count, groups: joined, weights: { ...weights, tensor } };
}
