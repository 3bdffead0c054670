import type { LayerNormNode, TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import { formsWanted, isRowSign, newSigns } from "./row-sign.ts";

/** `LN(x)`; with the addend of an add that alone reads it, or its signs where nothing else is wanted, in the same pass. */
export function lowerLayerNorm(typed: TypedNode<"layer-norm">, emitter: Emitter): Value {
  const follower = emitter.follower(typed.node.name);
  if (follower?.node.op === "add") {
    const { name, inputs } = follower.node;
    const addend = inputs.find((input) => input !== typed.node.name);
    if (addend !== undefined && emitter.isDefined(addend)) {
      const sum = emitLayerNorm(typed, emitter, name, rowsAs(emitter.value(addend), "floats"));
      emitter.define(name, sum);
      return sum;
    }
  }
  const { centered = true } = typed.node;
  if (centered && follower?.node.op === "threshold" && isRowSign(follower.node)) {
    const threshold = { ...follower, node: follower.node };
    if (formsWanted(threshold, emitter).join() === "bits") {
      const signs = emitNormSigns(typed, threshold, emitter);
      emitter.define(follower.node.name, signs);
      return signs;
    }
  }
  return emitLayerNorm(typed, emitter, typed.node.name);
}

function emitLayerNorm(
  { node, output }: TypedNode<"layer-norm">,
  emitter: Emitter,
  name: string,
  addend?: Rows,
): Value {
  const { groups, epsilon, centered = true } = node;
  const { features } = output;
  const x = rowsAs(emitter.value(node.inputs[0]), "floats");
  const reads = addend === undefined ? [x] : [x, addend];
  const out = emitter.floats(name, output);
  const parameters = parametersOf(node, features, emitter);
  emitter.emit({
    node: name,
    reads,
    writes: [out.floats],
    inPlace: reads,
    emit: (tape, { rows, offset }) =>
      tape.layerNorm({
        x: offset(x),
        rows: rows(out.space),
        features,
        groups,
        ...parameters,
        epsilon,
        centered,
        addend: addend === undefined ? 0 : offset(addend),
        out: offset(out.floats),
      }),
  });
  return out;
}

/** The signs and row scales of the normalized rows, which are never written. */
function emitNormSigns(
  { node, output }: TypedNode<"layer-norm">,
  threshold: TypedNode<"threshold">,
  emitter: Emitter,
): Value {
  const { groups, epsilon } = node;
  const { features } = output;
  const x = rowsAs(emitter.value(node.inputs[0]), "floats");
  const { bits, rowScales } = newSigns(threshold, emitter);
  const parameters = parametersOf(node, features, emitter);
  emitter.emit({
    node: threshold.node.name,
    reads: [x],
    writes: [bits, rowScales],
    emit: (tape, { rows, offset }) =>
      tape.layerNormSignPackTokenMaximum({
        x: offset(x),
        rows: rows(bits.space),
        features,
        groups,
        ...parameters,
        epsilon,
        bits: offset(bits),
        rowScales: offset(rowScales),
      }),
  });
  return { type: threshold.output, space: bits.space, bits, rowScales };
}

/** Without a beta it is 0. */
function parametersOf(
  { name, groups, centered = true }: LayerNormNode,
  features: number,
  { weights }: Emitter,
): { readonly gamma: number; readonly beta: number } {
  const size = features / groups;
  const beta = centered
    ? weights.floats(`${name}.beta`)
    : weights.place(`${size} zeros`, () => new Float32Array(size));
  return { gamma: weights.floats(`${name}.gamma`), beta };
}
