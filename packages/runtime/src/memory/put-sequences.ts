import type { Cell, Offset } from "@bnnkit/kernels";
import type { KeyRange } from "../compile/value.ts";
import type { Arena } from "./arena.ts";

/** Sequences of ids that lie one behind the other, a row for each position. */
export interface PlacedSequences {
  /** First row of each sequence. */
  readonly starts: readonly number[];
  /** Rows of each sequence. */
  readonly lengths: readonly number[];
  readonly rows: Cell;
  readonly ids: Offset;
  readonly positions: Offset;
  readonly allKeys: KeyRange;
  readonly earlierKeys: KeyRange;
}

/** First row and rows of each sequence. */
export function spansOf(
  sequences: readonly (readonly number[])[],
): Pick<PlacedSequences, "starts" | "lengths"> {
  const lengths = sequences.map((sequence) => sequence.length);
  const starts: number[] = [];
  let rows = 0;
  for (const length of lengths) {
    starts.push(rows);
    rows += length;
  }
  return { starts, lengths };
}

/** Puts sequences into an arena without padding: a row sees its own sequence alone. */
export function putSequences(
  sequences: readonly (readonly number[])[],
  { putInts }: Pick<Arena, "putInts">,
): PlacedSequences {
  const { starts, lengths } = spansOf(sequences);
  const ids = sequences.flat();
  const positions = sequences.flatMap((sequence) => sequence.map((_, position) => position));
  const ofSequence = (values: readonly number[]) =>
    sequences.flatMap((sequence, s) => sequence.map(() => values[s]));
  const maximumKeys = Math.max(...lengths);
  const keyStart = putInts(ofSequence(starts));
  const keyCount = putInts(ofSequence(lengths));
  const earlierCount = putInts(positions.map((position) => position + 1));
  return {
    ...{ starts, lengths },
    rows: putInts([ids.length]),
    ids: putInts(ids),
    positions: putInts(positions),
    allKeys: { keyStart, keyCount, maximumKeys },
    earlierKeys: { keyStart, keyCount: earlierCount, maximumKeys },
  };
}
