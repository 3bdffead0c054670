import type { TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { refuseUnlessReal } from "../real-rows.ts";
import type { Rows } from "../value.ts";

export function refuseAdd(typed: TypedNode<"add">): string | undefined {
  return refuseUnlessReal(typed, 0) ?? refuseUnlessReal(typed, 1);
}

/** `a + b`. */
export function lowerAdd({ node, output }: TypedNode<"add">, emitter: Emitter): FloatValue {
  const out = emitter.floats(node.name, output);
  const [a, b] = node.inputs.map((name) => floatRows(name, emitter));
  emitSum(emitter, node.name, [a, b], out);
  return out;
}

/** The sum of two float rows. */
export function emitSum(
  emitter: Emitter,
  node: string,
  [a, b]: readonly [Rows, Rows],
  { floats, space, type: { features } }: FloatValue,
): void {
  emitter.emit({
    node,
    reads: [a, b],
    writes: [floats],
    inPlace: [a, b],
    emit: (tape, { rows, offset }) =>
      tape.add({ a: offset(a), b: offset(b), rows: rows(space), features, out: offset(floats) }),
  });
}
