import type { Offset } from "@bnnkit/kernels";
import type { RotaryPositionNode, TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { refuseUnlessReal } from "../real-rows.ts";

export function refuseRotaryPosition(typed: TypedNode<"rotary-position">): string | undefined {
  return refuseUnlessReal(typed);
}

/** Each head turned by the angles of its row's position. */
export function lowerRotaryPosition(
  { node, output }: TypedNode<"rotary-position">,
  emitter: Emitter,
): FloatValue {
  const { name, inputs, heads, rotated } = node;
  const x = floatRows(inputs[0], emitter);
  const out = emitter.floats(name, output);
  const turns = placeTurns(node, emitter);
  const headFeatures = output.features / heads;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out.floats],
    inPlace: [x],
    emit: (tape, { rows, positions, offset }) =>
      tape.rotate({
        ...{ x: offset(x), positions, turns, rows: rows(out.space) },
        ...{ heads, headFeatures, rotated, out: offset(out.floats) },
      }),
  });
  return out;
}

/** Cosines and sines of every position, once for all nodes of these frequencies. */
function placeTurns(
  { frequencies: { tensor }, rotated, maximumLength }: RotaryPositionNode,
  { weights }: Emitter,
): Offset {
  return weights.place(`${tensor} at ${maximumLength} positions`, () => {
    const frequencies = weights.tensor(`${tensor}.weights`, "F32").data;
    const half = rotated / 2;
    return Float32Array.from({ length: maximumLength * rotated }, (_, i) => {
      const angle = Math.floor(i / rotated) * frequencies[i % half];
      return i % rotated < half ? Math.cos(angle) : Math.sin(angle);
    });
  });
}
