import { float32 } from "@bnnkit/core";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { outsideMap } from "../product/outside-map.ts";
import { refuseProduct } from "../product/product-operators.ts";
import type { Value } from "../value.ts";
import { fitsBitConvolution, lowerBitConvolution } from "./bit-convolution.ts";
import { productForm, readForm } from "./dense.ts";
import { lowerGroups } from "./grouped-convolution.ts";
import { hasMargin, isPointwise, multiplyWindows } from "./window-product.ts";

export function refuseConvolution(typed: TypedNode<"convolution">): string | undefined {
  const { node } = typed;
  const { window, groups } = node;
  const x = numbersAt(typed, 0);
  const reason = refuseProduct(x.code, node.weights.code);
  if (reason !== undefined) return reason;
  if (fitsBitConvolution(typed)) return undefined;
  const hasRowScales = x.code.some(({ scale, offset }) => scale === "row" || offset === "row");
  const form = productForm(x.code, node.weights.code) ?? "floats";
  if (hasRowScales && form !== "floats" && !(isPointwise(window) && groups === 1)) {
    return "rows with scales of their own do not make up a window, nor parts of them a group";
  }
  const { value } = window.padding;
  if (!hasMargin(window) || outsideMap(x.code, value, form) !== undefined) return undefined;
  if (readsFloats(typed)) return undefined;
  return `window.padding.value must be a number of the map, got ${value}`;
}

/** A product at every place of a window: ±1 times ±1 in one pass, else over patches that lie in rows, group by group. */
export function lowerConvolution(typed: TypedNode<"convolution">, emitter: Emitter): Value {
  const { node, output } = typed;
  if (fitsBitConvolution(typed)) return lowerBitConvolution(typed, emitter);
  const value = readsFloats(typed)
    ? floatValue(node.inputs[0], emitter)
    : readForm(node.inputs[0], node.weights.code, emitter);
  return node.groups > 1
    ? lowerGroups(typed, value, emitter)
    : multiplyWindows({ node, output }, value, emitter);
}

/** Whether bytes have to be read as floats, as no byte stands for what is outside of the map, by weights that are no bytes. */
function readsFloats(typed: TypedNode<"convolution">): boolean {
  const { window, weights } = typed.node;
  const { code } = numbersAt(typed, 0);
  const isOfBytes = productForm(code, weights.code) === "codes";
  if (!isOfBytes || !hasMargin(window) || weights.code[0].digit === "int8") return false;
  return outsideMap(code, window.padding.value, "codes") === undefined;
}

function floatValue(name: string, emitter: Emitter): Value {
  const { type, space } = emitter.value(name);
  return { type: { ...type, code: float32 }, space, floats: floatRows(name, emitter) };
}
