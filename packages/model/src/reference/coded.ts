import type { Code } from "@bnnkit/core";
import { type Matrix, matrix } from "./matrix.ts";

/** Rows of numbers as sums of scaled digits. */
export interface Coded {
  readonly rows: number;
  readonly columns: number;
  readonly terms: readonly CodedTerm[];
}

/** One addend: `offset + scale·digit`, scale and offset for each slice of each row. */
export interface CodedTerm {
  /** [rows, columns] */
  readonly digits: Float64Array;
  /** [rows, slices] */
  readonly scales: Float64Array;
  /** [rows, slices]; undefined for 0 everywhere. */
  readonly offsets: Float64Array | undefined;
  /** Whether an offset is added to a digit of 0. */
  readonly offsetsZero: boolean;
  /** Of sparse terms: 1 where there is a digit; elsewhere the term is 0. */
  readonly marks?: Uint8Array;
  readonly slices: number;
}

/** Real numbers as the one digit that they are. */
export function codedFloats({ rows, columns, data }: Matrix): Coded {
  return { rows, columns, terms: [plainTerm(data, rows)] };
}

/** Pixels as they are fed, the digits of a code of one term. */
export function codedPixels({ rows, columns, data }: Matrix, [term]: Code): Coded {
  const { scale = 1, offset = 0 } = term;
  const offsets = offset === 0 ? undefined : new Float64Array(rows).fill(Number(offset));
  return { rows, columns, terms: [{ ...plainTerm(data, rows, Number(scale)), offsets }] };
}

/** Digits that are numbers as they are. */
export function plainTerm(digits: Float64Array, rows: number, scale = 1): CodedTerm {
  const scales = new Float64Array(rows).fill(scale);
  return { digits, scales, offsets: undefined, offsetsZero: true, slices: 1 };
}

/** The numbers that a code stands for. */
export function realOf(coded: Coded): Matrix {
  return matrix(coded.rows, coded.columns, (row, column) => realAt(coded, row, column));
}

/** One of them. */
export function realAt({ columns, terms }: Coded, row: number, column: number): number {
  return terms.reduce((sum, { digits, scales, offsets, offsetsZero, slices, marks }) => {
    if (marks?.[row * columns + column] === 0) return sum;
    const at = row * slices + Math.floor((column * slices) / columns);
    const digit = digits[row * columns + column];
    const offset = offsets === undefined || (digit === 0 && !offsetsZero) ? 0 : offsets[at];
    return sum + offset + scales[at] * digit;
  }, 0);
}

/** `x·wᵀ`: sums of digits, exact where they are integers, then the scales; through real numbers where a code has offsets or
 *  several scales in a row. */
export function product(x: Coded, w: Coded): Matrix {
  const isSimple = [...x.terms, ...w.terms].every(
    ({ offsets, slices }) => offsets === undefined && slices === 1,
  );
  if (!isSimple) {
    const [a, b] = [codedFloats(realOf(x)), codedFloats(realOf(w))];
    return product(a, b);
  }
  return matrix(x.rows, w.rows, (row, n) => {
    let sum = 0;
    for (const a of x.terms) {
      for (const b of w.terms) {
        let dot = 0;
        for (let k = 0; k < x.columns; k++) {
          dot += a.digits[row * x.columns + k] * b.digits[n * x.columns + k];
        }
        sum += dot * (a.scales[row] * b.scales[n]);
      }
    }
    return sum;
  });
}
