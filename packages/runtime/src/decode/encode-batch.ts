import { type Tape, TapeBuilder } from "@bnnkit/kernels";
import type { Rows } from "../compile/value.ts";
import type { Arena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import { placeRows } from "../memory/place-rows.ts";
import { putPositions } from "../memory/put-positions.ts";
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
  const lengths = sources.map((source) => source.length);
  const starts: number[] = [];
  let rows = 0;
  for (const length of lengths) {
    starts.push(rows);
    rows += length;
  }
  const crossing = new Map(
    program.crossing.map((read) => [read, allocate(rows * read.bytesPerRow)] as const),
  );
  const mark = kernels.mark();
  const offsets = placeRows(program.source, { rows: () => rows, placed: crossing, allocate });
  arena.run(sourceTape(program, { sources, starts, lengths, offsets }, arena));
  kernels.release(mark);
  return { offsets: crossing, starts, lengths };
}

interface SourceRows extends EncodedBatch {
  readonly sources: readonly (readonly number[])[];
}

function sourceTape(
  { source, positionTables }: Program,
  { sources, starts, lengths, offsets }: SourceRows,
  arena: Arena,
): Tape {
  const { kernels, putInts } = arena;
  const ids = sources.flat();
  const positions = sources.flatMap((source) => source.map((_, position) => position));
  const ofSentence = (values: readonly number[]) =>
    sources.flatMap((source, s) => source.map(() => values[s]));
  const maximumKeys = Math.max(...lengths);
  const keyStart = putInts(ofSentence(starts));
  const keyCount = putInts(ofSentence(lengths));
  const earlierCount = putInts(positions.map((position) => position + 1));
  const rows = putInts([ids.length]);
  const addresses = {
    rows: () => rows,
    ids: putInts(ids),
    positions: putInts(positions),
    positionTable: putPositions(positionTables, maximumKeys, arena),
    allKeys: { keyStart, keyCount, maximumKeys },
    earlierKeys: { keyStart, keyCount: earlierCount, maximumKeys },
    slots: 0,
    offset: (rows: Rows) => offsetIn(offsets, rows),
  };
  const tape = new TapeBuilder(kernels);
  for (const { emit } of source) emit(tape, addresses);
  return tape.build();
}
