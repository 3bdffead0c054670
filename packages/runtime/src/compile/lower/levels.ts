import { isInteger, levelsOf, wordsPerRow } from "@bnnkit/core";
import { type Element, levelBits } from "@bnnkit/kernels";
import {
  type Domain,
  formatCode,
  numbersAt,
  type ThresholdNode,
  type TypedNode,
  thresholdCount,
} from "@bnnkit/model";
import { codeRows } from "../code-rows.ts";
import type { Emitter } from "../emitter.ts";
import { planesOf } from "../product/bit-codes.ts";
import { newBits } from "../product/sign-behind.ts";
import { realRows, refuseUnlessReal } from "../real-rows.ts";
import { emitSlices, readsSlices } from "../slices.ts";
import type { Rows, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { lowerByteThermometer } from "./byte-thermometer.ts";

/** Most bit planes of a number. */
const mostPlanes = 16;

export function refuseLevels(typed: TypedNode<"threshold">): string | undefined {
  const { code } = typed.node;
  if (code.some(({ scale }) => scale === "row")) {
    return `a scale of each row must be half of the maximum of a sign, got levels of ${formatCode(code)}`;
  }
  if (planesOf(code) > mostPlanes && !isThermometer(typed.node)) {
    return `a code of more than ${mostPlanes} bits must be a thermometer of digits 0 and 1 without flips`;
  }
  return isBytes(typed) ? undefined : refuseUnlessReal(typed);
}

function isThermometer({ code, flips, thresholds }: ThresholdNode): boolean {
  const isUnipolar = code.every(({ digit }) => digit === "unipolar");
  return isUnipolar && !flips && thresholdCount({ thresholds }) === code.length;
}

/** The level of each number, bit plane by bit plane. */
export function lowerLevels(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  const { node } = typed;
  const isSliced = emitter.readers(node.name).every(readsSlices) && !emitter.isOutput(node.name);
  if (isSliced && isBytes(typed) && isThermometer(node)) {
    return lowerByteThermometer(typed, emitter);
  }
  return planesOf(node.code) > mostPlanes
    ? lowerThermometer(typed, emitter)
    : lowerPlanes(typed, emitter);
}

function lowerPlanes(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  const { node } = typed;
  const { rows: x, element } = levelInput(typed, emitter);
  const { features } = numbersAt(typed, 0);
  const out = newBits(typed, emitter);
  const levels = levelsOf("lowerGraph", node.code, thresholdCount(node));
  const thresholds = thresholdsOf(typed, element, emitter.weights);
  const flips = node.flips
    ? emitter.weights.place(`${node.name}.flips`, () =>
        Uint32Array.from(emitter.weights.tensor(`${node.name}.flips`, "U32").data),
      )
    : 0;
  emitter.emit({
    node: node.name,
    reads: [x],
    writes: [out.bits],
    emit: (tape, { rows, offset }) =>
      tape.threshold({
        ...levelBits(node.code, levels),
        x: offset(x),
        element,
        rows: rows(out.space),
        features,
        thresholds,
        flips,
        bits: offset(out.bits),
      }),
  });
  return out;
}

/** A thermometer of more bits than an operation writes, which is there as slices alone: some thresholds at a time. */
function lowerThermometer(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  const { node, output } = typed;
  const { rows: x, element } = levelInput(typed, emitter);
  const { features } = output;
  const all = thresholdsOf(typed, element, emitter.weights);
  const count = thresholdCount(node);
  const space = emitter.spaceOf(output.domain);
  const rowsPerSample = pixelsOf(output.domain);
  const slices = emitter.slices(node.name, count * rowsPerSample * features);
  for (let first = 0; first < count; first += mostPlanes) {
    const planes = Math.min(mostPlanes, count - first);
    const levels = Array.from({ length: planes + 1 }, (_, level) => 2 ** level - 1);
    const thresholds =
      "count" in all
        ? { at: all.at + 4 * first * features, count: planes }
        : all.slice(first, first + planes);
    const bits = emitter.rows(
      `${node.name} from ${first}`,
      output,
      4 * planes * wordsPerRow(features),
    );
    emitter.emit({
      node: node.name,
      reads: [x],
      writes: [bits],
      emit: (tape, { rows, offset }) =>
        tape.threshold({
          ...{ x: offset(x), element, rows: rows(space), features, thresholds },
          ...{ planes, levels, bits: offset(bits) },
        }),
    });
    const firstSlice = first * rowsPerSample * features;
    emitSlices(node.name, emitter, bits, { rowsPerSample, planes, features, firstSlice }, slices);
  }
  return { type: output, space, slices };
}

function pixelsOf(domain: Domain): number {
  return domain.kind === "map" ? domain.height * domain.width : 1;
}

function levelInput(
  typed: TypedNode<"threshold">,
  emitter: Emitter,
): { readonly rows: Rows; readonly element: Element } {
  const [name] = typed.node.inputs;
  if (!isBytes(typed)) return realRows(name, emitter);
  const isUnsigned = numbersAt(typed, 0).code[0].digit === "uint8";
  return { rows: codeRows(name, emitter), element: isUnsigned ? "uint8" : "int8" };
}

/** Whether it compares bytes as they are. */
function isBytes(typed: TypedNode<"threshold">): boolean {
  const { code } = numbersAt(typed, 0);
  return ["uint8", "int8"].includes(formatCode(code));
}

/** Constants, or where the rows of thresholds lie, all first ones before all second ones. */
function thresholdsOf(
  typed: TypedNode<"threshold">,
  element: Element,
  memory: WeightMemory,
): readonly number[] | { readonly at: number; readonly count: number } {
  const { name, thresholds } = typed.node;
  if (!("perFeature" in thresholds)) return thresholds;
  const { features, code } = numbersAt(typed, 0);
  const { perFeature: count } = thresholds;
  const at = memory.place(`${name}.thresholds as ${element}`, () => {
    const { data } = memory.tensor(`${name}.thresholds`, isInteger(code) ? "I32" : "F32");
    const ordered = data.map((_, i) => data[(i % features) * count + Math.floor(i / features)]);
    // Whole numbers may lie in rows of floats.
    return element === "float32" ? Float32Array.from(ordered) : ordered;
  });
  return { at, count };
}
