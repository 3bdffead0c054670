import { packBipolar, packUnipolar, type Sparse, type Term } from "@bnnkit/core";
import type { Tensor } from "@bnnkit/model";
import type { MatrixSize } from "./matrix-size.ts";

/** One addend of a matrix, before it is packed. */
export interface PlainTerm {
  /** ±1, 0 and 1, or bytes; of a sparse term what is not marked is not read. `[rows, columns]` */
  readonly digit: "bipolar" | "unipolar" | "uint8";
  readonly digits: ArrayLike<number>;
  /** `[rows, slices]` */
  readonly scales: ArrayLike<number>;
  /** `[rows, slices]`; without, 0. */
  readonly offsets?: ArrayLike<number>;
  /** Equal parts of a row that have a scale and an offset each. Default 1. */
  readonly slices?: number;
  /** 1 where there is a digit: of each weight, or of each column. */
  readonly marks?: { readonly of: "weights" | "columns"; readonly data: ArrayLike<number> };
}

/** A term as a model has it. */
export interface PackedTerm {
  readonly term: Term;
  /** By what follows its prefix. */
  readonly parts: readonly (readonly [part: string, tensor: Tensor])[];
}

/** Packs a term; undefined for a sparse one of which nothing is marked. */
export function packTerm(plain: PlainTerm, size: MatrixSize): PackedTerm | undefined {
  const { digit, slices = 1, offsets } = plain;
  const stored = storedDigits(plain, size);
  if (stored.rows * stored.columns === 0) return undefined;
  const shape = slices === 1 ? [size.rows] : [size.rows, slices];
  const perRow = (data: ArrayLike<number>): Tensor => {
    return { dtype: "F32", shape, data: Float32Array.from(data) };
  };
  return {
    term: {
      ...{ digit, scale: "row" },
      ...(offsets !== undefined && { offset: "row" }),
      ...(slices !== 1 && { slices }),
      ...(stored.sparse !== undefined && { sparse: stored.sparse }),
    },
    parts: [
      digitsTensor(digit, stored),
      ...(stored.marks === undefined ? [] : [["marks", stored.marks] as const]),
      ["scales", perRow(plain.scales)],
      ...(offsets === undefined ? [] : [["offsets", perRow(offsets)] as const]),
    ],
  };
}

interface StoredDigits extends MatrixSize {
  readonly digits: ArrayLike<number>;
  readonly sparse?: Sparse;
  readonly marks?: Tensor;
}

function storedDigits({ digits, marks }: PlainTerm, size: MatrixSize): StoredDigits {
  if (marks === undefined) return { ...size, digits };
  const { rows, columns } = size;
  const isOfColumns = marks.of === "columns";
  const kept = Array.from(digits).filter((_, i) => marks.data[isOfColumns ? i % columns : i] !== 0);
  const markRows = isOfColumns ? 1 : rows;
  const { words, wordsPerRow } = packUnipolar(marks.data, markRows, columns);
  const tensor: Tensor = { dtype: "U32", shape: [markRows, wordsPerRow], data: words };
  return isOfColumns
    ? {
        rows,
        columns: kept.length / rows,
        digits: kept,
        sparse: { columns: kept.length / rows },
        marks: tensor,
      }
    : {
        rows: 1,
        columns: kept.length,
        digits: kept,
        sparse: { weights: kept.length },
        marks: tensor,
      };
}

function digitsTensor(
  digit: PlainTerm["digit"],
  { rows, columns, digits }: StoredDigits,
): readonly [string, Tensor] {
  if (digit === "uint8") {
    return ["codes", { dtype: "U8", shape: [rows, columns], data: Uint8Array.from(digits) }];
  }
  const pack = digit === "bipolar" ? packBipolar : packUnipolar;
  const { words, wordsPerRow } = pack(digits, rows, columns);
  return ["bits", { dtype: "U32", shape: [rows, wordsPerRow], data: words }];
}
