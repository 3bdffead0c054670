import type { Attention, Cell, Offset, TapeBuilder } from "@bnnkit/kernels";

/** What the rows of a value are: the positions of all source sentences of a batch, computed once, or the
 *  live hypotheses, computed in every decoding step. */
export type Stream = "source" | "target";

/** Memory that instructions write and read, `bytesPerRow` for each row of its stream. Compared by identity. */
export interface Value {
  readonly name: string;
  readonly stream: Stream;
  readonly bytesPerRow: number;
}

/** One operation of a tape, before its values have addresses. */
export interface Instruction {
  /** The node of the model that it computes (a part of). */
  readonly node: string;
  readonly stream: Stream;
  readonly reads: readonly Value[];
  readonly writes: readonly Value[];
  /** The values of `reads` whose memory a value of `writes` may take over (element-wise operations). */
  readonly inPlace: readonly Value[];
  readonly emit: (tape: TapeBuilder, at: Addresses) => void;
}

/** Which rows of keys and values a query attends to. */
export type KeyRange = Pick<
  Attention,
  "keyStart" | "keyCount" | "keyIndex" | "keyIndexStride" | "maximumKeys"
>;

/** Where everything lies when a tape of one stream is written. */
export interface Addresses {
  readonly rows: Cell;
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows] */
  readonly positions: Offset;
  /** Where the position table of so many features lies. */
  readonly positionTable: (features: number) => Offset;
  /** All positions of the row's source sentence. */
  readonly allKeys: KeyRange;
  /** The row's own position and those before it. */
  readonly earlierKeys: KeyRange;
  /** int32 [rows]: the cache row that receives the row's key and value. 0 in the source stream. */
  readonly slots: Offset;
  readonly offset: (value: Value) => Offset;
}
