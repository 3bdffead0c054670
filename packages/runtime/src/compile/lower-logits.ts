import type { Node } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import type { Value } from "./instruction.ts";

/** `x·tableᵀ`: in int32 over codes quantized per row for a table of 8 bits, in float for one of 32. */
export function lowerLogits(emitter: Emitter, node: Node<"logits">): Value {
  return node.bits === 8 ? lowerInt8Logits(emitter, node) : lowerFloatLogits(emitter, node);
}

function lowerInt8Logits(emitter: Emitter, node: Node<"logits">): Value {
  const { name, features, vocabularySize: outFeatures, table } = node;
  const x = emitter.value(node.inputs[0]);
  const { stream } = x;
  const codes = { name: `${name} codes`, stream, bytesPerRow: features };
  const rowScales = { name: `${name} scales`, stream, bytesPerRow: 4 };
  const out = emitter.floats(name, outFeatures);
  const weights = emitter.weights.codes(`${table}.codes`);
  const columnScales = emitter.weights.floats(`${table}.scales`);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [codes, rowScales],
    emit: (tape, { rows, offset }) =>
      tape.quantizeInt8({
        x: offset(x),
        rows,
        features,
        codes: offset(codes),
        rowScales: offset(rowScales),
      }),
  });
  emitter.emit({
    node: name,
    reads: [codes, rowScales],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.gemmInt8({
        codes: offset(codes),
        weights,
        rowScales: offset(rowScales),
        columnScales,
        rows,
        outFeatures,
        inFeatures: features,
        out: offset(out),
      }),
  });
  return out;
}

function lowerFloatLogits(emitter: Emitter, node: Node<"logits">): Value {
  const { name, features: inFeatures, vocabularySize: outFeatures, table } = node;
  const x = emitter.value(node.inputs[0]);
  const out = emitter.floats(name, outFeatures);
  const weights = emitter.weights.floatLanes(table, outFeatures, inFeatures);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.gemmFloat32({
        x: offset(x),
        weights,
        rows,
        outFeatures,
        inFeatures,
        out: offset(out),
      }),
  });
  return out;
}
