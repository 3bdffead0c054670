import { type Kernels, TapeBuilder } from "@bnnkit/kernels";
import type { Addresses, RowSpace, Rows } from "../compile/value.ts";
import { writeInstructions } from "../compile/write-instructions.ts";
import { openArena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { putPositions } from "../memory/put-positions.ts";
import { putSequences } from "../memory/put-sequences.ts";
import type { TextProgram } from "./text-program.ts";

/** What a batch of texts gave. */
export interface TextOutputs {
  /** float32 [texts, features], or [all positions, features], a copy. */
  readonly output: Float32Array;
  /** Names of the operations that ran. */
  readonly operations: ReadonlySet<string>;
}

/** Runs texts together, one row for each position and no padding, and gives the memory back.
 *  @throws RangeError if the arena is too small for them. */
export function runTexts(
  kernels: Kernels,
  { instructions, output, outputType, hasRowsOfPositions, positionTables }: TextProgram,
  texts: readonly (readonly number[])[],
): TextOutputs {
  const mark = kernels.mark();
  try {
    const arena = openArena(kernels, "scores");
    const { allocate, putInts } = arena;
    const sequences = putSequences(texts, arena);
    const { starts, lengths, allKeys } = sequences;
    const positions = lengths.reduce((sum, length) => sum + length, 0);
    const isOfPositions = ({ domain }: RowSpace) => domain.kind === "sequence";
    const rows = hasRowsOfPositions ? positions : texts.length;
    const result = allocate(4 * rows * outputType.features);
    const offsets = placeRows(instructions, {
      rows: (space) => (isOfPositions(space) ? positions : texts.length),
      placed: new Map([[output, result]]),
      allocate,
    });
    const count = putInts([texts.length]);
    const addresses: Addresses = {
      ...sequences,
      rows: (space) => (isOfPositions(space) ? sequences.rows : count),
      positionTable: putPositions(positionTables, allKeys.maximumKeys, arena),
      wholeSequences: {
        keyStart: putInts(starts),
        keyCount: putInts(lengths),
        maximumKeys: allKeys.maximumKeys,
      },
      slots: 0,
      offset: (rows: Rows) => offsetIn(offsets, rows),
    };
    const tape = new TapeBuilder(kernels);
    writeInstructions(tape, instructions, addresses);
    arena.run(tape.build());
    const length = rows * outputType.features;
    return { output: kernels.float32(result, length).slice(), operations: arena.operations };
  } finally {
    kernels.release(mark);
  }
}
