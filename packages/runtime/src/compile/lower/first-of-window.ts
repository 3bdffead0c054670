import { slide, type Window } from "@bnnkit/core";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import { sliceColumns } from "../columns.ts";
import type { Emitter } from "../emitter.ts";
import { commonForm } from "../form-layout.ts";
import type { Value } from "../value.ts";
import { mapOf, patchesOf, windowOf } from "./patches.ts";

const noMargin = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };

export function refuseFirst({ node: { window } }: TypedNode<"pool">): string | undefined {
  if (window === "all" || window.padding.top + window.padding.left === 0) return undefined;
  return "the first of a window is there without a margin above or to the left alone";
}

/** The first pixel under each place of a window, in the form in which the map is there. */
export function takeFirst(typed: TypedNode<"pool">, emitter: Emitter): Value {
  const { node, output } = typed;
  const { name } = node;
  const value = emitter.value(node.inputs[0]);
  const form = commonForm([value]);
  const single = singlePixels(typed);
  const window = single ?? windowOf(typed);
  const patches = patchesOf({ name, window }, value, { form, emitter, output });
  if (single !== undefined) return { type: output, space: patches.space, [form]: patches };
  const features = window.size[0] * window.size[1] * output.features;
  const of = { from: patches, features, fromColumn: 0 };
  const out = sliceColumns(name, emitter, form, of, output);
  return { type: output, space: out.space, [form]: out };
}

/** A window of one pixel that has the same places; undefined if it would have more. */
function singlePixels(typed: TypedNode<"pool">): Window | undefined {
  const { height, width } = mapOf(numbersAt(typed, 0));
  const extent = [height, width] as const;
  const whole = windowOf(typed);
  const isAll = typed.node.window === "all";
  const single: Window = {
    size: [1, 1],
    strides: isAll ? extent : whole.strides,
    dilations: [1, 1],
    padding: noMargin,
  };
  const places = (window: Window): string => slide("lowerGraph", extent, window).join();
  return places(single) === places(whole) ? single : undefined;
}
