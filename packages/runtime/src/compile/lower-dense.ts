import { wordsPerRow } from "@bnnkit/core";
import type { Node } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import type { Value } from "./instruction.ts";
import { lowerBinarize } from "./lower-element-wise.ts";

/** `W·x + bias`, with ReLU under the name of the relu node that it is fused with. */
export function lowerDense(emitter: Emitter, node: Node<"dense">, reluNode?: Node<"relu">): Value {
  if (node.weightBits === 32) return lowerFloatDense(emitter, node, reluNode);
  return node.activationBits === 32
    ? lowerWeightOnlyDense(emitter, node, reluNode)
    : lowerBinaryDense(emitter, node, reluNode);
}

/** One-bit weights and activations: exact integer dots, scaled per row and per column. */
function lowerBinaryDense(emitter: Emitter, node: Node<"dense">, reluNode?: Node<"relu">): Value {
  const { out, shared } = prepare(emitter, node, reluNode);
  const x = emitter.value(node.inputs[0]);
  const { inFeatures: features } = node;
  const { name, stream } = x;
  const rowScales = emitter.derive(x, "row scales", () => ({ name, stream, bytesPerRow: 4 }));
  const bits = emitter.derive(x, "bits", () => {
    const packed = { name, stream, bytesPerRow: 4 * wordsPerRow(features) };
    emitter.emit({
      node: name,
      reads: [x],
      writes: [packed, rowScales],
      emit: (tape, { rows, offset }) =>
        tape.signPackTokenMaximum({
          x: offset(x),
          rows,
          features,
          bits: offset(packed),
          rowScales: offset(rowScales),
        }),
    });
    return packed;
  });
  const weights = emitter.weights.signByteLanes(node);
  const columnScales = emitter.weights.floats(`${node.name}.scales`);
  emitter.emit({
    node: node.name,
    reads: [bits, rowScales],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.bgemm({
        ...shared,
        bits: offset(bits),
        rowScales: offset(rowScales),
        weights,
        columnScales,
        rows,
        out: offset(out),
      }),
  });
  return out;
}

/** One-bit weights, float activations: additions and subtractions. */
function lowerWeightOnlyDense(
  emitter: Emitter,
  node: Node<"dense">,
  reluNode?: Node<"relu">,
): Value {
  const { out, shared } = prepare(emitter, node, reluNode);
  const x = emitter.value(node.inputs[0]);
  const weights = emitter.weights.signLanes(node);
  const columnScales = emitter.weights.floats(`${node.name}.scales`);
  emitter.emit({
    node: node.name,
    reads: [x],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.signWeightGemm({
        ...shared,
        x: offset(x),
        weights,
        columnScales,
        rows,
        out: offset(out),
      }),
  });
  return out;
}

/** Float weights; one-bit activations enter as ±s/2. */
function lowerFloatDense(emitter: Emitter, node: Node<"dense">, reluNode?: Node<"relu">): Value {
  const { out, shared } = prepare(emitter, node, reluNode);
  const { inFeatures, outFeatures, activationBits } = node;
  const input = emitter.value(node.inputs[0]);
  const x =
    activationBits === 1
      ? lowerBinarize(emitter, input, { features: inFeatures, groups: 1 })
      : input;
  const weights = emitter.weights.floatLanes(`${node.name}.weights`, outFeatures, inFeatures);
  emitter.emit({
    node: node.name,
    reads: [x],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.gemmFloat32({ ...shared, x: offset(x), weights, rows, out: offset(out) }),
  });
  return out;
}

function prepare(emitter: Emitter, node: Node<"dense">, reluNode: Node<"relu"> | undefined) {
  const { name, inFeatures, outFeatures } = node;
  const bias = node.bias ? emitter.weights.floats(`${name}.bias`) : 0;
  return {
    out: emitter.floats(reluNode?.name ?? name, outFeatures),
    shared: { inFeatures, outFeatures, bias, relu: reluNode !== undefined },
  };
}
