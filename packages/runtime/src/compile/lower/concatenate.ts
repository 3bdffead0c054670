import { numbersAt, type TypedNode } from "@bnnkit/model";
import { joinColumns } from "../columns.ts";
import { type Emitter, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { commonForm } from "../form-layout.ts";
import { refuseUnlessReal } from "../real-rows.ts";
import type { Value } from "../value.ts";

export function refuseConcatenate(typed: TypedNode<"concatenate">): string | undefined {
  return refuseUnlessReal(typed);
}

/** The features of several values side by side, in a form that all of them have. */
export function lowerConcatenate(typed: TypedNode<"concatenate">, emitter: Emitter): Value {
  const { node, output } = typed;
  const form = commonForm(node.inputs.map((name) => emitter.value(name)));
  const parts = node.inputs.map((name, i) => ({
    from: form === "floats" ? floatRows(name, emitter) : rowsAs(emitter.value(name), form),
    features: numbersAt(typed, i).features,
  }));
  const out = joinColumns(node.name, emitter, form, parts, output);
  return { type: output, space: out.space, [form]: out };
}
