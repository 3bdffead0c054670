import { packByteThresholds } from "@bnnkit/kernels";
import { numbersAt, type TypedNode, thresholdCount } from "@bnnkit/model";
import { codeRows } from "../code-rows.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";

/** A thermometer of bytes as slices, without rows of bits between them. */
export function lowerByteThermometer(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  const { node, output } = typed;
  const { name } = node;
  const { domain, code } = numbersAt(typed, 0);
  const x = codeRows(node.inputs[0], emitter);
  const pixels = domain.kind === "map" ? domain.height * domain.width : 1;
  const features = pixels * output.features;
  const count = thresholdCount(node);
  const element = code[0].digit === "int8" ? "int8" : "uint8";
  const thresholds = emitter.weights.place(`${name}.thresholds of bytes`, () =>
    packByteThresholds(thresholdsOf(typed, features, emitter.weights), element),
  );
  const slices = emitter.slices(name, count * features);
  const { samples } = emitter;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [slices],
    emit: (tape, { rows, offset }) =>
      tape.sliceThermometer({
        ...{ x: offset(x), element, samples: rows(samples), features, count, thresholds },
        slices: offset(slices),
      }),
  });
  return { type: output, space: emitter.spaceOf(output.domain), slices };
}

/** [count, numbers of a sample] */
function thresholdsOf(
  { node: { name, thresholds }, output }: TypedNode<"threshold">,
  features: number,
  weights: WeightMemory,
): Float64Array {
  const count = thresholdCount({ thresholds });
  const own = "perFeature" in thresholds ? weights.tensor(`${name}.thresholds`, "I32").data : [];
  return Float64Array.from({ length: count * features }, (_, i) => {
    const plane = Math.floor(i / features);
    if (!("perFeature" in thresholds)) return thresholds[plane];
    return own[((i % features) % output.features) * count + plane];
  });
}
