import type { Node } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import type { Value } from "./instruction.ts";

/** `LN(x)`, or `LN(x) + addend` under the name of the add node that it is fused with. */
export function lowerLayerNorm(
  emitter: Emitter,
  node: Node<"layer-norm">,
  sum?: { readonly name: string; readonly addend: Value },
): Value {
  const { features, groups, epsilon } = node;
  const name = sum?.name ?? node.name;
  const x = emitter.value(node.inputs[0]);
  const addend = sum?.addend;
  const reads = addend === undefined ? [x] : [x, addend];
  const out = emitter.floats(name, features);
  const gamma = emitter.weights.floats(`${node.name}.gamma`);
  const beta = emitter.weights.floats(`${node.name}.beta`);
  emitter.emit({
    node: name,
    reads,
    writes: [out],
    inPlace: reads,
    emit: (tape, { rows, offset }) =>
      tape.layerNorm({
        x: offset(x),
        rows,
        features,
        groups,
        gamma,
        beta,
        epsilon,
        addend: addend === undefined ? 0 : offset(addend),
        out: offset(out),
      }),
  });
  return out;
}

export function lowerRelu(emitter: Emitter, { name, inputs, features }: Node<"relu">): Value {
  const x = emitter.value(inputs[0]);
  const out = emitter.floats(name, features);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out],
    inPlace: [x],
    emit: (tape, { rows, offset }) => tape.relu({ x: offset(x), rows, features, out: offset(out) }),
  });
  return out;
}

/** `a + b` under the name of a node. */
export function lowerSum(
  emitter: Emitter,
  name: string,
  [a, b]: readonly [Value, Value],
  features: number,
): Value {
  const out = emitter.floats(name, features);
  emitter.emit({
    node: name,
    reads: [a, b],
    writes: [out],
    inPlace: [a, b],
    emit: (tape, { rows, offset }) =>
      tape.add({ a: offset(a), b: offset(b), rows, features, out: offset(out) }),
  });
  return out;
}

/** The rows of x as ±s/2 in float, s for each of `groups` slices of a row; computed once for each x. */
export function lowerBinarize(
  emitter: Emitter,
  x: Value,
  { features, groups }: { readonly features: number; readonly groups: number },
): Value {
  return emitter.derive(x, `binarized in ${groups}`, () => {
    const out = { name: x.name, stream: x.stream, bytesPerRow: 4 * features };
    emitter.emit({
      node: x.name,
      reads: [x],
      writes: [out],
      inPlace: [x],
      emit: (tape, { rows, offset }) =>
        tape.binarize({ x: offset(x), rows, features, groups, out: offset(out) }),
    });
    return out;
  });
}
