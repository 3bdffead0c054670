import type { Window } from "@bnnkit/core";
import type { ConvolutionNode, NumbersType } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import { planesOf } from "../product/bit-codes.ts";
import type { Value } from "../value.ts";
import { lowerProduct, productForm } from "./dense.ts";
import { mapOf, patchesOf } from "./patches.ts";

/** A convolution of one group. */
interface WindowProduct {
  readonly node: Pick<ConvolutionNode, "name" | "outFeatures" | "weights" | "bias" | "window">;
  readonly output: NumbersType;
}

/** A product at every place of a window. */
export function multiplyWindows(product: WindowProduct, value: Value, emitter: Emitter): Value {
  const { node, output } = product;
  const x = rowsOfWindows(product, value, emitter);
  const size = { outFeatures: node.outFeatures, inFeatures: x.type.features };
  return lowerProduct({ node, output, x, size }, emitter);
}

/** The pixels under each place of the window as one row. */
function rowsOfWindows({ node, output }: WindowProduct, value: Value, emitter: Emitter): Value {
  const form = productForm(value.type.code, node.weights.code);
  if (form === undefined) throw new RangeError(`lowerGraph: "${node.name}" reads no form`);
  const { window } = node;
  if (isPointwise(window)) return value;
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

/** Whether each place of the window is a pixel, in their order. */
export function isPointwise({ size, strides, ...window }: Window): boolean {
  const isOne = size.join() === "1,1" && strides.join() === "1,1";
  return isOne && !hasMargin(window);
}

/** Whether the window has one place, and the pixels under it lie there as a row already. */
function isWhole(window: Window, value: Value): boolean {
  const { height, width } = mapOf(value.type);
  const { size, dilations } = window;
  return (
    size[0] === height && size[1] === width && dilations.join() === "1,1" && !hasMargin(window)
  );
}

export function hasMargin({
  padding: { top, bottom, left, right },
}: Pick<Window, "padding">): boolean {
  return top + bottom + left + right > 0;
}
