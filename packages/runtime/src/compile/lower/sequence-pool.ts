import type { TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { refuseUnlessReal } from "../real-rows.ts";
import type { Addresses, KeyRange, Rows } from "../value.ts";

export function refuseSequencePool(typed: TypedNode<"pool">): string | undefined {
  if (typed.node.take === "maximum") return "the largest of positions is not there yet";
  return refuseUnlessReal(typed);
}

/** The first or the mean of the positions of each sequence, a row for each. */
export function poolSequence(typed: TypedNode<"pool">, emitter: Emitter): FloatValue {
  const x = floatRows(typed.node.inputs[0], emitter);
  return typed.node.take === "first"
    ? takeFirstRows(typed, emitter, x)
    : takeMeans(typed, emitter, x);
}

function takeFirstRows(
  { node: { name }, output }: TypedNode<"pool">,
  emitter: Emitter,
  x: Rows,
): FloatValue {
  const out = emitter.floats(name, output);
  emitFirst(emitter, { node: name, x, out: out.floats, multiplier: 1 });
  return out;
}

/** Attention of a query of zeros gives each position of a sequence the same weight. */
function takeMeans(
  { node: { name }, output }: TypedNode<"pool">,
  emitter: Emitter,
  x: Rows,
): FloatValue {
  const out = emitter.floats(name, output);
  const zeros = emitter.rows(`${name} zeros`, output, 4 * output.features);
  emitFirst(emitter, { node: name, x, out: zeros, multiplier: 0 });
  emitter.emit({
    node: name,
    reads: [zeros, x],
    writes: [out.floats],
    emit: (tape, at) =>
      tape.attention({
        q: at.offset(zeros),
        k: at.offset(x),
        v: at.offset(x),
        out: at.offset(out.floats),
        rows: at.rows(out.space),
        heads: 1,
        headFeatures: output.features,
        ...sequencesAt(at),
      }),
  });
  return out;
}

interface FirstRows {
  readonly node: string;
  readonly x: Rows;
  readonly out: Rows;
  readonly multiplier: number;
}

/** The first rows of sequences, looked up by their numbers. */
function emitFirst(emitter: Emitter, { node, x, out, multiplier }: FirstRows): void {
  emitter.emit({
    node,
    reads: [x],
    writes: [out],
    emit: (tape, at) =>
      tape.embedFloat32({
        ids: sequencesAt(at).keyStart ?? 0,
        table: at.offset(x),
        multiplier,
        rows: at.rows(out.space),
        features: out.bytesPerRow / 4,
        out: at.offset(out),
      }),
  });
}

function sequencesAt({ wholeSequences }: Addresses): KeyRange {
  if (wholeSequences !== undefined) return wholeSequences;
  throw new RangeError("lowerGraph: nothing pools the positions of this graph");
}
