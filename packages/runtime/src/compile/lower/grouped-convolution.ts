import { isInteger } from "@bnnkit/core";
import { type ConvolutionNode, type TypedNode, weightTensors } from "@bnnkit/model";
import { joinColumns, sliceColumns } from "../columns.ts";
import { type Emitter, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import type { Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { productForm } from "./dense.ts";
import { multiplyWindows } from "./window-product.ts";

/** A convolution in groups of channels: a product for each, of its channels and its rows of the weights, then side by side. */
export function lowerGroups(
  { node, output }: TypedNode<"convolution">,
  value: Value,
  emitter: Emitter,
): Value {
  const { name, groups, outFeatures, weights, window } = node;
  const form = productForm(value.type.code, weights.code);
  if (form === undefined) throw new RangeError(`lowerGraph: "${name}" reads no form`);
  const from = rowsAs(value, form);
  const channels = value.type.features / groups;
  const outputs = outFeatures / groups;
  const whole = isInteger(output.code) ? "ints" : "floats";
  const parts = Array.from({ length: groups }, (_, group) => {
    const columns = window.size[0] * window.size[1] * channels;
    const part = rowsOfGroup(node, { group, columns }, emitter.weights);
    const type = { ...value.type, features: channels };
    const of = { from, features: value.type.features, fromColumn: group * channels };
    const x = sliceColumns(part.name, emitter, form, of, type);
    const result = multiplyWindows(
      { node: part, output: { ...output, features: outputs } },
      { type, space: value.space, [form]: x },
      emitter,
    );
    emitter.define(part.name, result);
    return {
      from: whole === "floats" ? floatRows(part.name, emitter) : rowsAs(result, "ints"),
      features: outputs,
    };
  });
  const out = joinColumns(name, emitter, whole, parts, output);
  return { type: output, space: out.space, [whole]: out };
}

/** A node of a group, whose weights are rows of those of the convolution. */
function rowsOfGroup(
  { name, outFeatures, groups, weights, bias, window }: ConvolutionNode,
  { group, columns }: { readonly group: number; readonly columns: number },
  memory: WeightMemory,
) {
  const rows = outFeatures / groups;
  const tensor = `${weights.tensor} of group ${group}`;
  const part = { name: `${name} of group ${group}`, weights: { ...weights, tensor } };
  for (const whole of weightTensors(weights, outFeatures, columns).keys()) {
    const own = `${tensor}${whole.slice(weights.tensor.length)}`;
    memory.addRows(own, { of: whole, first: group * rows, count: rows });
  }
  if (bias) {
    memory.addRows(`${part.name}.bias`, { of: `${name}.bias`, first: group * rows, count: rows });
  }
  return { ...part, outFeatures: rows, bias, window };
}
