import { wordsPerRow } from "@bnnkit/core";
import type { TapeBuilder } from "@bnnkit/kernels";
import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { realRows, refuseUnlessReal } from "../real-rows.ts";
import type { Value } from "../value.ts";
import { refuseFirst, takeFirst } from "./first-of-window.ts";
import { mapOf, windowOf } from "./patches.ts";
import { poolSequence, refuseSequencePool } from "./sequence-pool.ts";

export function refusePool(typed: TypedNode<"pool">): string | undefined {
  const { take, window } = typed.node;
  const x = numbersAt(typed, 0);
  if (x.domain.kind !== "map") return refuseSequencePool(typed);
  if (take === "first") return refuseFirst(typed);
  if (take === "maximum" && isBits(typed)) {
    const isDense = window === "all" || window.dilations.join() === "1,1";
    return isDense ? undefined : "a pool of bits has no dilations";
  }
  return refuseUnlessReal(typed) === undefined
    ? undefined
    : `a pool reads float32 or int32, or the largest of one bit, got ${formatCode(x.code)}`;
}

/** The largest, the mean or the first of the pixels under a window, or of a whole map. */
export function lowerPool(typed: TypedNode<"pool">, emitter: Emitter): Value {
  if (numbersAt(typed, 0).domain.kind !== "map") return poolSequence(typed, emitter);
  if (typed.node.take === "first") return takeFirst(typed, emitter);
  if (isBits(typed)) return poolBits(typed, emitter);
  const { node, output } = typed;
  const x = realRows(node.inputs[0], emitter);
  const keepsInts = node.take === "maximum" && x.element === "int32";
  const out = keepsInts ? emitter.ints(node.name, output) : emitter.floats(node.name, output);
  const result = "ints" in out ? out.ints : out.floats;
  const { samples } = emitter;
  const { features } = output;
  const window = windowOf(typed);
  const map = mapOf(numbersAt(typed, 0));
  emitter.emit({
    node: node.name,
    reads: [x.rows],
    writes: [result],
    emit: (tape: TapeBuilder, { rows, offset }) => {
      const operands = {
        ...map,
        images: rows(samples),
        features,
        window,
        element: x.element,
        x: offset(x.rows),
        out: offset(result),
      };
      if (node.take === "maximum") tape.maxPool2d(operands);
      else tape.meanPool2d(operands);
    },
  });
  return out;
}

/** Of ±1 the largest is the AND of the bits, of {0,1} the OR. */
function poolBits(typed: TypedNode<"pool">, emitter: Emitter): Value {
  const { node, output } = typed;
  const bits = rowsAs(emitter.value(node.inputs[0]), "bits");
  const out = emitter.rows(node.name, output, 4 * wordsPerRow(output.features));
  const { size, strides, padding } = windowOf(typed);
  const kind = output.code[0].digit === "unipolar" ? "unipolar" : "bipolar";
  const { samples } = emitter;
  emitter.emit({
    node: node.name,
    reads: [bits],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.bmaxPool2d({
        ...mapOf(numbersAt(typed, 0)),
        ...{ size, strides, padding, kind },
        bits: offset(bits),
        images: rows(samples),
        features: output.features,
        out: offset(out),
      }),
  });
  return { type: output, space: out.space, bits: out };
}

/** Whether the largest of numbers is that of their one bit. */
function isBits(typed: TypedNode<"pool">): boolean {
  const { code } = numbersAt(typed, 0);
  const [{ digit, scale = 1 }] = code;
  const isBit = digit === "bipolar" || digit === "unipolar";
  return typed.node.take === "maximum" && code.length === 1 && isBit && Number(scale) > 0;
}
