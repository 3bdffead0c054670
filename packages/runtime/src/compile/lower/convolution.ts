import type { Window } from "@bnnkit/core";
import { type NumbersType, numbersAt, type TypedNode } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import { planesOf } from "../product/bit-codes.ts";
import { outsideMap } from "../product/outside-map.ts";
import { refuseProduct } from "../product/product-operators.ts";
import type { Value } from "../value.ts";
import { fitsBitConvolution, lowerBitConvolution } from "./bit-convolution.ts";
import { lowerProduct, productForm, readForm } from "./dense.ts";
import { mapOf, patchesOf } from "./patches.ts";

export function refuseConvolution(typed: TypedNode<"convolution">): string | undefined {
  const { node } = typed;
  const x = numbersAt(typed, 0);
  const reason = refuseProduct(x.code, node.weights.code);
  if (reason !== undefined) return reason;
  if (fitsBitConvolution(typed)) return undefined;
  if (node.groups > 1) return "groups are there for ±1 times ±1 alone, padded with 0 or 1";
  const hasRowScales = x.code.some(({ scale, offset }) => scale === "row" || offset === "row");
  if (hasRowScales) return "rows with scales of their own do not make up a window";
  if (!hasMargin(node.window)) return undefined;
  if (outsideMap(x.code, node.window.padding.value) !== undefined) return undefined;
  return `window.padding.value must be a number of the map, got ${node.window.padding.value}`;
}

/** A product at every place of a window: ±1 times ±1 in one pass, else over patches that lie in rows. */
export function lowerConvolution(typed: TypedNode<"convolution">, emitter: Emitter): Value {
  const { node, output } = typed;
  if (fitsBitConvolution(typed)) return lowerBitConvolution(typed, emitter);
  const value = readForm(node.inputs[0], node.weights.code, emitter);
  const x = rowsOfWindows(typed, value, emitter);
  const size = { outFeatures: node.outFeatures, inFeatures: x.type.features };
  return lowerProduct({ node, output, x, size }, emitter);
}

/** The pixels under each place of the window as one row. */
function rowsOfWindows(
  { node, output }: TypedNode<"convolution">,
  value: Value,
  emitter: Emitter,
): Value {
  const form = productForm(value.type.code, node.weights.code);
  if (form === undefined) throw new RangeError(`lowerGraph: "${node.name}" reads no form`);
  const { window } = node;
  const taps = window.size[0] * window.size[1];
  const type: NumbersType = {
    ...value.type,
    domain: output.domain,
    features: taps * value.type.features,
  };
  const space = emitter.spaceOf(output.domain);
  const isRow =
    form !== "bits" || (planesOf(value.type.code) === 1 && value.type.features % 128 === 0);
  if (isWhole(window, value) && isRow) return { ...value, type, space };
  return { type, space, [form]: patchesOf(node, value, { form, emitter, output }) };
}

/** Whether the window has one place, and the pixels under it lie there as a row already. */
function isWhole(window: Window, value: Value): boolean {
  const { height, width } = mapOf(value.type);
  const { size, dilations } = window;
  return (
    size[0] === height && size[1] === width && dilations.join() === "1,1" && !hasMargin(window)
  );
}

function hasMargin({ padding: { top, bottom, left, right } }: Window): boolean {
  return top + bottom + left + right > 0;
}
