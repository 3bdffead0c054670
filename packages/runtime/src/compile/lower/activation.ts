import type { TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { type RealRows, realRows, refuseUnlessReal } from "../real-rows.ts";

export function refuseActivation(typed: TypedNode<"activation">): string | undefined {
  const { function: f } = typed.node;
  return f === "relu" || f === "prelu" ? refuseUnlessReal(typed) : `it has no ${f} yet`;
}

/** Whether it is a plain ReLU, which products can do on the way. */
export function isRelu({ function: f, shifts }: TypedNode<"activation">["node"]): boolean {
  return f === "relu" && !shifts;
}

/** `max(x, 0)`, or slopes for what is negative; with shifts before and after. */
export function lowerActivation(typed: TypedNode<"activation">, emitter: Emitter): FloatValue {
  const { node, output } = typed;
  const x = realRows(node.inputs[0], emitter);
  const out = emitter.floats(node.name, output);
  if (!isRelu(node) || x.element === "int32") return emitShifted(typed, emitter, { x, out });
  const { features } = output;
  emitter.emit({
    node: node.name,
    reads: [x.rows],
    writes: [out.floats],
    inPlace: [x.rows],
    emit: (tape, { rows, offset }) =>
      tape.relu({ x: offset(x.rows), rows: rows(out.space), features, out: offset(out.floats) }),
  });
  return out;
}

function emitShifted(
  { node, output: { features } }: TypedNode<"activation">,
  emitter: Emitter,
  { x, out }: { readonly x: RealRows; readonly out: FloatValue },
): FloatValue {
  const { name, function: f, shifts } = node;
  const parameter = (part: string, isThere: boolean) =>
    isThere ? emitter.weights.floats(`${name}.${part}`) : 0;
  const operands = {
    element: x.element,
    features,
    offsets: parameter("before", shifts),
    slopes: parameter("slopes", f === "prelu"),
    relu: f === "relu",
    after: parameter("after", shifts),
  };
  emitter.emit({
    node: name,
    reads: [x.rows],
    writes: [out.floats],
    inPlace: [x.rows],
    emit: (tape, { rows, offset }) =>
      tape.affine({
        ...operands,
        x: offset(x.rows),
        rows: rows(out.space),
        out: offset(out.floats),
      }),
  });
  return out;
}
