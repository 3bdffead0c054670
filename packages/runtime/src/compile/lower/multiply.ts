import { isInteger } from "@bnnkit/core";
import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { refuseUnlessReal } from "../real-rows.ts";
import type { Value } from "../value.ts";

export function refuseMultiply(typed: TypedNode<"multiply">): string | undefined {
  const codes = [0, 1].map((i) => formatCode(numbersAt(typed, i).code));
  if (isInteger(typed.output.code) && codes.join() !== "int32,int32") {
    return `whole numbers must be int32 on both sides, got ${codes.join(" and ")}`;
  }
  return refuseUnlessReal(typed, 0) ?? refuseUnlessReal(typed, 1);
}

/** `a·b`, b with one number for each of a, or one for each row. */
export function lowerMultiply(typed: TypedNode<"multiply">, emitter: Emitter): Value {
  const { node, output } = typed;
  const isExact = isInteger(output.code);
  const [a, b] = node.inputs.map((name) =>
    isExact ? rowsAs(emitter.value(name), "ints") : floatRows(name, emitter),
  );
  const out = isExact ? emitter.ints(node.name, output) : emitter.floats(node.name, output);
  const product = "ints" in out ? out.ints : out.floats;
  const bFeatures = numbersAt(typed, 1).features;
  const { features } = output;
  emitter.emit({
    node: node.name,
    reads: [a, b],
    writes: [product],
    inPlace: [a],
    emit: (tape, { rows, offset }) =>
      tape.multiply({
        a: offset(a),
        b: offset(b),
        element: isExact ? "int32" : "float32",
        rows: rows(out.space),
        features,
        bFeatures,
        out: offset(product),
      }),
  });
  return out;
}
