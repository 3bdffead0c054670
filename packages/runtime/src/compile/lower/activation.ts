import type { TypedNode } from "@bnnkit/model";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";

export function refuseActivation({ node }: TypedNode<"activation">): string | undefined {
  return isRelu(node)
    ? undefined
    : `it has no ${node.function}${node.shifts ? " with shifts" : ""} yet`;
}

/** Whether it is a plain ReLU, which products can do on the way. */
export function isRelu({ function: f, shifts }: TypedNode<"activation">["node"]): boolean {
  return f === "relu" && !shifts;
}

/** `max(x, 0)`. */
export function lowerActivation(
  { node: { name, inputs }, output }: TypedNode<"activation">,
  emitter: Emitter,
): FloatValue {
  const x = rowsAs(emitter.value(inputs[0]), "floats");
  const out = emitter.floats(name, output);
  const { features } = output;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out.floats],
    inPlace: [x],
    emit: (tape, { rows, offset }) =>
      tape.relu({ x: offset(x), rows: rows(out.space), features, out: offset(out.floats) }),
  });
  return out;
}
