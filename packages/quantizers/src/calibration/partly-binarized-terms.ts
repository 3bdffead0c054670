import { checkEqual } from "@bnnkit/core";
import type { PartlyBinarizedMatrix } from "./pb-llm.ts";
import { sliceOf } from "./row-statistics.ts";
import { steppedCode } from "./stepped-rows.ts";

/** One term of the numbers of a matrix, `offset + scale·digit` row by row, or slice by slice of a row, as a code of
 *  `@bnnkit/core` has it. */
export interface MatrixTerm {
  readonly digit: "bipolar" | "uint8";
  /** ±1, or 0 … 255; `[rows, columns]`. */
  readonly digits: Int8Array | Uint8Array;
  /** `[rows, slices]` */
  readonly scales: Float32Array;
  /** As the scales. */
  readonly offsets: Float32Array;
  /** Equal parts of a row that have a scale and an offset each; absent: 1. */
  readonly slices?: number;
  /** 1 where the term is stored and counts: of sparse terms. */
  readonly mask?: Uint8Array;
}

/** A partly binarized matrix as it is packed: a plane of signs, and the bytes that a mask marks, whose offset takes back what
 *  the plane has there. So its code is `[{ digit: "bipolar", scale: "row", offset: "row" }, { digit: "uint8", scale: "row",
 *  offset: "row", sparse: { weights } }]`, and the sum is its values but for float32. Groups of columns are slices of both.
 *  @throws RangeError for groups of columns that are not equal. */
export function partlyBinarizedTerms({
  columns,
  values,
  salient,
  binarized,
  stepped,
}: PartlyBinarizedMatrix): readonly [plane: MatrixTerm, bytes: MatrixTerm] {
  const { means, scales, groups = { size: columns, count: 1 } } = binarized;
  checkEqual(
    "partlyBinarizedTerms",
    "columns",
    columns,
    "whole groups",
    groups.size * groups.count,
  );
  const rowOf = (i: number): number => Math.floor(i / columns);
  const meanOf = (i: number): number => means[sliceOf(rowOf(i), i % columns, binarized)];
  const signs = Int8Array.from(values, (value, i) =>
    salient[i] === 0 && value < meanOf(i) ? -1 : 1,
  );
  const codes = Uint8Array.from(values, (value, i) =>
    salient[i] === 0 ? 0 : steppedCode(value, rowOf(i), stepped),
  );
  const bySlice = (numberOf: (row: number, slice: number) => number): Float32Array =>
    Float32Array.from(means, (_, slice) => numberOf(Math.floor(slice / groups.count), slice));
  const slices = groups.count === 1 ? {} : { slices: groups.count };
  return [
    {
      ...{ digit: "bipolar", digits: signs, ...slices },
      ...{ scales: Float32Array.from(scales), offsets: Float32Array.from(means) },
    },
    {
      ...{ digit: "uint8", digits: codes, mask: salient, ...slices },
      scales: bySlice((row) => stepped.steps[row]),
      offsets: bySlice((row, slice) => stepped.offsets[row] - means[slice] - scales[slice]),
    },
  ];
}
