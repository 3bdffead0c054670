import { wordsPerRow } from "@bnnkit/core";
import { type NamedTerm, namedTerms, storedSize, type Weights } from "../weights.ts";
import type { Coded, CodedTerm } from "./coded.ts";
import type { TensorReader } from "./tensor-reader.ts";

/** A matrix of a model as sums of scaled digits. */
export function codedWeights(
  tensors: TensorReader,
  weights: Weights,
  rows: number,
  columns: number,
): Coded {
  const terms = namedTerms(weights).map((named): CodedTerm => {
    const { scale = 1, offset = 0, slices = 1, digit } = named.term;
    const constants = (value: number | "row", part: string): Float64Array =>
      value === "row"
        ? Float64Array.from(tensors.floats(`${named.prefix}.${part}`))
        : new Float64Array(rows * slices).fill(value);
    return {
      ...placedDigits(tensors, named, rows, columns),
      scales: constants(scale, "scales"),
      offsets: offset === 0 ? undefined : constants(offset, "offsets"),
      offsetsZero: digit !== "ternary",
      slices,
    };
  });
  return { rows, columns, terms };
}

/** The digits of a term at their places. */
function placedDigits(
  tensors: TensorReader,
  named: NamedTerm,
  rows: number,
  columns: number,
): Pick<CodedTerm, "digits" | "marks"> {
  const { prefix, term } = named;
  const stored = storedSize(term, rows, columns);
  const all = digitsOf(tensors, named, stored.rows, stored.columns);
  if (term.sparse === undefined) return { digits: all };
  const isOfColumns = "columns" in term.sparse;
  const bits = unpackRows(tensors.words(`${prefix}.marks`), isOfColumns ? 1 : rows, columns);
  const marks = Uint8Array.from({ length: rows * columns }, (_, i) => bits[i % bits.length]);
  let next = 0;
  return { marks, digits: Float64Array.from(marks, (mark) => (mark === 0 ? 0 : all[next++])) };
}

function digitsOf(
  tensors: TensorReader,
  { prefix, term: { digit, exponents = [0, 0] } }: NamedTerm,
  rows: number,
  columns: number,
): Float64Array {
  const bits = (part: string): Uint8Array =>
    unpackRows(tensors.words(`${prefix}.${part}`), rows, columns);
  switch (digit) {
    case "bipolar":
      return Float64Array.from(bits("bits"), (bit) => 1 - 2 * bit);
    case "unipolar":
      return Float64Array.from(bits("bits"));
    case "ternary": {
      const sign = bits("sign");
      return Float64Array.from(bits("mask"), (bit, i) => bit * (1 - 2 * sign[i]));
    }
    case "int8":
      return Float64Array.from(tensors.codes(`${prefix}.codes`));
    case "uint8":
      return Float64Array.from(tensors.bytes(`${prefix}.codes`));
    case "power":
      return Float64Array.from(tensors.bytes(`${prefix}.codes`), (byte) =>
        power(byte, exponents[0]),
      );
    case "int32":
      return Float64Array.from(tensors.integers(`${prefix}.weights`));
    case "float32":
      return Float64Array.from(tensors.floats(`${prefix}.weights`));
    default:
      return digit satisfies never;
  }
}

/** 0, or ±2^e: see `Weights`. */
function power(byte: number, least: number): number {
  if (byte === 0) return 0;
  return (byte & 128 ? -1 : 1) * 2 ** ((byte & 127) - 1 + least);
}

/** Bits of packed rows, without those that pad them. */
export function unpackRows(words: Uint32Array, rows: number, columns: number): Uint8Array {
  const stride = wordsPerRow(columns);
  return Uint8Array.from({ length: rows * columns }, (_, i) => {
    const column = i % columns;
    return (words[Math.floor(i / columns) * stride + (column >> 5)] >>> (column & 31)) & 1;
  });
}
