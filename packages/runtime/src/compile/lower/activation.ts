import type { ActivationFunction } from "@bnnkit/kernels";
import type { TypedNode } from "@bnnkit/model";
import { emitAffineRows } from "../affine-rows.ts";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { type RealRows, realRows, refuseUnlessReal } from "../real-rows.ts";

export function refuseActivation(typed: TypedNode<"activation">): string | undefined {
  const { function: f, shifts } = typed.node;
  if (shifts && f !== "relu" && f !== "prelu") return `${f} has no shifts`;
  return refuseUnlessReal(typed);
}

/** Whether it is a plain ReLU. */
function isRelu({ function: f, shifts }: TypedNode<"activation">["node"]): boolean {
  return f === "relu" && !shifts;
}

/** `f(x)`; of ReLU and PReLU with shifts before and after. */
export function lowerActivation(typed: TypedNode<"activation">, emitter: Emitter): FloatValue {
  const { node, output } = typed;
  const { function: f } = node;
  if (f !== "relu" && f !== "prelu") return emitFunction(typed, emitter, f);
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

function emitFunction(
  { node: { name, inputs }, output }: TypedNode<"activation">,
  emitter: Emitter,
  f: ActivationFunction["function"],
): FloatValue {
  const x = floatRows(inputs[0], emitter);
  const out = emitter.floats(name, output);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out.floats],
    inPlace: [x],
    emit: (tape, { rows, offset }) =>
      tape.activation({
        x: offset(x),
        function: f,
        rows: rows(out.space),
        features: output.features,
        out: offset(out.floats),
      }),
  });
  return out;
}

/** The functions of each feature that an affine map of rows has, too. */
function emitShifted(
  { node: { name, function: f, shifts } }: TypedNode<"activation">,
  emitter: Emitter,
  { x, out }: { readonly x: RealRows; readonly out: FloatValue },
): FloatValue {
  const parameter = (part: string, isThere: boolean) =>
    isThere ? emitter.weights.floats(`${name}.${part}`) : 0;
  const constants = {
    offsets: parameter("before", shifts),
    slopes: parameter("slopes", f === "prelu"),
    relu: f === "relu",
    after: parameter("after", shifts),
  };
  emitAffineRows(name, emitter, { x, ...constants }, out.floats);
  return out;
}
