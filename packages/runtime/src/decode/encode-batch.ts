import { type Tape, TapeBuilder } from "@bnnkit/kernels";
import type { Rows } from "../compile/value.ts";
import { writeInstructions } from "../compile/write-instructions.ts";
import type { Arena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { putPositions } from "../memory/put-positions.ts";
import { putSequences, spansOf } from "../memory/put-sequences.ts";
import type { Program } from "./program.ts";

/** What decoding needs of a batch of encoded sentences. */
export interface EncodedBatch {
  /** Where the rows lie that steps read, one row per source position, sentence after sentence. */
  readonly offsets: ReadonlyMap<Rows, number>;
  /** First row of each sentence. */
  readonly starts: readonly number[];
  /** Rows of each sentence. */
  readonly lengths: readonly number[];
}

/** Encodes sentences as one block of rows without padding: a row attends to its own sentence alone, so its
 *  result does not depend on the rest of the batch. Leaves only what decoding reads in the arena. */
export function encodeBatch(
  program: Program,
  sources: readonly (readonly number[])[],
  arena: Arena,
): EncodedBatch {
  const { kernels, allocate } = arena;
  const { starts, lengths } = spansOf(sources);
  const rows = sources.flat().length;
  const crossing = new Map(
    program.crossing.map((read) => [read, allocate(rows * read.bytesPerRow)] as const),
  );
  const mark = kernels.mark();
  const offsets = placeRows(program.source, { rows: () => rows, placed: crossing, allocate });
  arena.run(sourceTape(program, { sources, offsets }, arena));
  kernels.release(mark);
  return { offsets: crossing, starts, lengths };
}

interface SourceRows extends Pick<EncodedBatch, "offsets"> {
  readonly sources: readonly (readonly number[])[];
}

function sourceTape(
  { source, positionTables }: Program,
  { sources, offsets }: SourceRows,
  arena: Arena,
): Tape {
  const { kernels } = arena;
  const placed = putSequences(sources, arena);
  const addresses = {
    ...placed,
    rows: () => placed.rows,
    positionTable: putPositions(positionTables, placed.allKeys.maximumKeys, arena),
    slots: 0,
    offset: (rows: Rows) => offsetIn(offsets, rows),
  };
  const tape = new TapeBuilder(kernels);
  writeInstructions(tape, source, addresses);
  return tape.build();
}
