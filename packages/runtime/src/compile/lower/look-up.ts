import { wordsPerRow } from "@bnnkit/core";
import { packPlainTaps, packTaps } from "@bnnkit/kernels";
import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import type { Emitter, IntValue } from "../emitter.ts";
import { sliceRows } from "../slices.ts";
import type { WeightMemory } from "../weight-memory.ts";

type LookUp = TypedNode<"look-up">["node"];

export function refuseLookUp(typed: TypedNode<"look-up">): string | undefined {
  const { code } = numbersAt(typed, 0);
  if (code.some(({ digit }) => digit !== "unipolar")) {
    return `the bits that are looked up must be digits 0 and 1, got ${formatCode(code)}`;
  }
  return typed.node.entries < 2 ? "a table must have two entries or more" : undefined;
}

/** RAM nodes and Bloom filters on slices: 128 samples at once. */
export function lowerLookUp({ node, output }: TypedNode<"look-up">, emitter: Emitter): IntValue {
  const { name } = node;
  const x = sliceRows(node.inputs[0], emitter);
  const out = emitter.ints(name, output);
  const emit = node.entry === "bit" ? masks(node, emitter) : counters(node, emitter);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out.ints],
    emit: (tape, { rows, offset }) =>
      emit(tape, { x: offset(x), samples: rows(out.space), out: offset(out.ints) }),
  });
  return out;
}

type EmitLookUp = (
  tape: Parameters<Parameters<Emitter["emit"]>[0]["emit"]>[0],
  io: { readonly x: number; readonly samples: number; readonly out: number },
) => void;

/** With a mapping for each class its tuples are those of all classes, in which no other class has an entry that is set. */
function masks(node: LookUp, { weights }: Emitter): EmitLookUp {
  const { name, outFeatures: classes, mappings } = node;
  const tuples = mappings === "own" ? classes * node.tuples : node.tuples;
  const own = { ...addresses(node, weights), classes, tuples };
  const at = weights.place(`${name} as masks`, () =>
    packMasks(node, weights.tensor(`${name}.bits`, "U32").data),
  );
  return (tape, io) => {
    tape.lookUp({ ...io, ...own, masks: at });
  };
}

function counters(node: LookUp, { weights }: Emitter): EmitLookUp {
  const { name, outFeatures: classes, tuples, mappings } = node;
  const maps = mappings === "own" ? classes : 1;
  const own = { ...addresses(node, weights), classes, tuples, maps };
  const at = weights.place(`${name}.codes`, () => weights.tensor(`${name}.codes`, "U8").data);
  return (tape, io) => {
    tape.bleach({ ...io, ...own, counters: at });
  };
}

function addresses({ name, tupleSize, entries, hashes }: LookUp, weights: WeightMemory) {
  const digits = Math.round(Math.log2(entries));
  const mapping = weights.place(`${name}.mapping`, () => {
    return weights.tensor(`${name}.mapping`, "I32").data;
  });
  const taps = weights.place(`${name}.hashes as taps`, () => {
    if (hashes === 0) return packPlainTaps(tupleSize);
    const { data } = weights.tensor(`${name}.hashes`, "U32");
    return packTaps(data, { hashes, tupleSize, digits });
  });
  return { tupleSize, hashes: Math.max(1, hashes), digits, mapping, taps };
}

/** Bits [classes · tuples, entries] as masks of classes, [tuples, entries, words]. */
function packMasks(
  { outFeatures: classes, tuples, entries, mappings }: LookUp,
  bits: Uint32Array,
): Uint32Array<ArrayBuffer> {
  const [stride, words] = [wordsPerRow(entries), Math.ceil(classes / 32)];
  const rows = classes * tuples;
  const packed = new Uint32Array((mappings === "own" ? rows : tuples) * entries * words);
  for (let row = 0; row < rows; row++) {
    const c = Math.floor(row / tuples);
    const table = mappings === "own" ? row : row % tuples;
    for (let entry = 0; entry < entries; entry++) {
      const bit = (bits[row * stride + (entry >>> 5)] >>> (entry & 31)) & 1;
      packed[(table * entries + entry) * words + (c >>> 5)] |= bit << (c & 31);
    }
  }
  return packed;
}
