import { wordsPerRow } from "@bnnkit/core";
import { packGates, packTruthTables } from "@bnnkit/kernels";
import type { TypedNode } from "@bnnkit/model";
import type { Emitter, InstructionDraft, IntValue } from "../emitter.ts";
import { readsSlices, sliceRows } from "../slices.ts";
import type { Rows, Value } from "../value.ts";

/** Tables of one or two bits as gates, of more as they are, on slices: 128 samples at once. Rows of bits follow where something
 *  else reads the value. */
export function lowerTruthTables(typed: TypedNode<"truth-tables">, emitter: Emitter): Value {
  const { node, output } = typed;
  const { name } = node;
  const x = sliceRows(node.inputs[0], emitter);
  const slices = emitter.slices(name, node.tables);
  const emit = node.inputsPerTable <= 2 ? gates(typed, emitter) : tables(typed, emitter);
  const { samples } = emitter;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [slices],
    emit: (tape, { rows, offset }) =>
      emit(tape, { x: offset(x), samples: rows(samples), out: offset(slices) }),
  });
  const value: Value = { type: output, space: slices.space, slices };
  if (!emitter.isOutput(name) && emitter.readers(name).every(readsSlices)) return value;
  return { ...value, bits: joined(typed, slices, emitter) };
}

type EmitTables = (
  tape: Parameters<InstructionDraft["emit"]>[0],
  io: { readonly x: number; readonly samples: number; readonly out: number },
) => void;

function gates({ node }: TypedNode<"truth-tables">, { weights }: Emitter): EmitTables {
  const { name, inputsPerTable } = node;
  const connections = weights.tensor(`${name}.connections`, "I32").data;
  const entries = weights.tensor(`${name}.tables`, "U32").data;
  const { program, counts } = packGates(inputsPerTable, connections, entries);
  const at = weights.place(`${name} as gates`, () => program);
  return (tape, io) => {
    tape.gates({ ...io, program: at, counts });
  };
}

function tables({ node }: TypedNode<"truth-tables">, { weights }: Emitter): EmitTables {
  const { name, inputsPerTable } = node;
  const connections = weights.place(`${name}.connections`, () => {
    return weights.tensor(`${name}.connections`, "I32").data;
  });
  const terms = weights.place(`${name} as polynomials`, () => {
    const entries = weights.tensor(`${name}.tables`, "U32").data;
    return packTruthTables(inputsPerTable, node.tables, entries);
  });
  return (tape, io) => {
    tape.truthTables({ ...io, tables: node.tables, inputsPerTable, connections, terms });
  };
}

function joined(
  { node: { name, tables: features }, output }: TypedNode<"truth-tables">,
  slices: Rows,
  emitter: Emitter,
): Rows {
  const bits = emitter.rows(`${name} as bits`, output, 4 * wordsPerRow(features));
  const { samples } = emitter;
  emitter.emit({
    node: name,
    reads: [slices],
    writes: [bits],
    emit: (tape, { rows, offset }) =>
      tape.joinSlices({
        slices: offset(slices),
        samples: rows(samples),
        features,
        bits: offset(bits),
      }),
  });
  return bits;
}

/** The ones of each group. */
export function lowerGroupSum(
  { node, output }: TypedNode<"group-sum">,
  emitter: Emitter,
): IntValue {
  const { name, groups } = node;
  const x = sliceRows(node.inputs[0], emitter);
  const out = emitter.ints(name, output);
  const groupSize = (x.slices ?? 0) / groups;
  emitter.emit({
    node: name,
    reads: [x],
    writes: [out.ints],
    emit: (tape, { rows, offset }) =>
      tape.groupSum({
        x: offset(x),
        samples: rows(out.space),
        groups,
        groupSize,
        out: offset(out.ints),
      }),
  });
  return out;
}
