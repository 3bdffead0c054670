import type { TypedNode } from "@bnnkit/model";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import type { Rows } from "../value.ts";

/** `a + b`. */
export function lowerAdd({ node, output }: TypedNode<"add">, emitter: Emitter): FloatValue {
  const out = emitter.floats(node.name, output);
  const [a, b] = node.inputs.map((name) => rowsAs(emitter.value(name), "floats"));
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
