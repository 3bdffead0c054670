import {
  type Attention,
  type Cell,
  type Offset,
  sliceBytes,
  type TapeBuilder,
} from "@bnnkit/kernels";
import type { Domain, NumbersType } from "@bnnkit/model";
import type { LoweredLayer } from "./lowered-layer.ts";

/** The rows of a batch that values of one domain have: the positions of all its sequences, its live hypotheses, or the pixels
 *  of all its maps. Compared by identity. */
export interface RowSpace {
  readonly name: string;
  readonly domain: Domain;
}

/** Memory that instructions write and read, `bytesPerRow` for each row of its space. Compared by identity. */
export interface Rows {
  readonly name: string;
  readonly space: RowSpace;
  readonly bytesPerRow: number;
  /** Of bits that lie as slices, one bit of 128 rows together: how many there are. Their memory is for whole blocks of rows. */
  readonly slices?: number;
}

/** Memory for so many rows. */
export function bytesOfRows({ bytesPerRow, slices }: Rows, rows: number): number {
  return slices === undefined ? rows * bytesPerRow : slices * sliceBytes(rows);
}

/** What a value of a graph has become: its rows in each form that a reader wants. */
export interface Value {
  readonly type: NumbersType;
  readonly space: RowSpace;
  /** The numbers themselves: float32 [features]. */
  readonly floats?: Rows;
  /** Exact sums: int32 [features]. */
  readonly ints?: Rows;
  /** Digits of one bit: uint32 [planes, wordsPerRow(features)]. */
  readonly bits?: Rows;
  /** Digits of one byte, as signed as their code says: [features]. */
  readonly codes?: Rows;
  /** Of digits 0 and 1: uint32 [bits of a sample, 4·⌈samples/128⌉], see `sliceBits`. */
  readonly slices?: Rows;
  /** Of bits or codes: float32 [1]. */
  readonly rowScales?: Rows;
}

/** A form in which the rows of a value may lie. */
export type Form = "floats" | "ints" | "bits" | "codes" | "rowScales";

/** One operation of a tape, before its values have addresses. */
export interface Instruction {
  /** The node of the model that it computes (a part of). */
  readonly node: string;
  /** The layer whose lowering made it; undefined for what is made after the graph. */
  readonly layer?: LoweredLayer | undefined;
  readonly space: RowSpace;
  readonly reads: readonly Rows[];
  readonly writes: readonly Rows[];
  /** Those of `reads` whose memory one of `writes` may take over (element-wise operations). */
  readonly inPlace: readonly Rows[];
  readonly emit: (tape: TapeBuilder, at: Addresses) => void;
}

/** Which rows of keys and values a query attends to. */
export type KeyRange = Pick<
  Attention,
  "keyStart" | "keyCount" | "keyIndex" | "keyIndexStride" | "maximumKeys"
>;

/** What pixels are to position tables and attention. */
export interface PixelRows {
  /** int32 [rows]: which pixel of its map a row is. */
  readonly positions: Offset;
  /** All pixels of the row's own map. */
  readonly keys: KeyRange;
}

/** Where everything lies when a tape is written. */
export interface Addresses {
  /** How many rows a space has. */
  readonly rows: (space: RowSpace) => Cell;
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows] */
  readonly positions: Offset;
  /** Where the sinusoidal position table of so many features lies. */
  readonly positionTable: (features: number) => Offset;
  /** All positions of the row's own sequence, or of the encoded one. */
  readonly allKeys: KeyRange;
  /** The row's own position and those before it. */
  readonly earlierKeys: KeyRange;
  /** Of the rows of a map: their pixels. Absent where no graph over maps is run. */
  readonly pixels?: (space: RowSpace) => PixelRows;
  /** Of each whole sequence, a row of its own: where its positions are. Absent where none is pooled. */
  readonly wholeSequences?: KeyRange;
  /** int32 [rows]: the cache row that receives the row's key and value. 0 where nothing is cached. */
  readonly slots: Offset;
  readonly offset: (rows: Rows) => Offset;
}

/** The pixels of a map. @throws RangeError where no graph over maps is run. */
export function pixelsAt({ pixels }: Addresses, space: RowSpace): PixelRows {
  if (pixels !== undefined) return pixels(space);
  throw new RangeError(`lowerGraph: "${space.name}" has no pixels here`);
}

/** All keys that the rows of a space attend to: those of their own map, sequence, or of the encoded one. */
export function keysOf(at: Addresses, space: RowSpace): KeyRange {
  return space.domain.kind === "map" ? pixelsAt(at, space).keys : at.allKeys;
}
