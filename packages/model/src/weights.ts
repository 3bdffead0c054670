import { type Code, digitBits, type Sparse, type Term, wordsPerRow } from "@bnnkit/core";
import type { NodeTensor, NumberRule } from "./definition.ts";
import { formatCode } from "./format-code.ts";

/**
 * A matrix of a model: rows of numbers, each row the weights of one output.
 *
 * | term i of T (its tensors begin with `T`, or `T.i` where there are several) | tensors |
 * |---|---|
 * | bipolar, unipolar | `T.bits` U32 [rows, wordsPerRow(columns)]; a bit is 1 for −1, and for 1 |
 * | ternary | `T.mask`, `T.sign` U32 [rows, wordsPerRow(columns)] |
 * | int8, uint8, power | `T.codes` I8, of the others U8 [rows, columns] |
 * | int32, float32 | `T.weights` I32, F32 [rows, columns] |
 * | scale "row", offset "row" | `T.scales`, `T.offsets` F32 [rows], of several slices [rows, slices] |
 * | sparse, of weights | `T.marks` U32 [rows, wordsPerRow(columns)]; its digits are one row, of the weights that are marked, row by row |
 * | sparse, of columns | `T.marks` U32 [1, wordsPerRow(columns)]; its digits are those of the columns that are marked |
 *
 * A byte of `power` is 0 for 0, else 1 + e − least for 2^e, and with the bit 128 for −2^e.
 */
export interface Weights {
  /** Prefix of its tensors. Nodes that name the same prefix share them (tied embeddings). */
  readonly tensor: string;
  readonly code: Code;
}

/** A term of weights with the prefix of its tensors. */
export interface NamedTerm {
  readonly prefix: string;
  readonly term: Term;
}

/** The terms of weights with the prefixes of their tensors. */
export function namedTerms({ tensor, code }: Weights): readonly NamedTerm[] {
  return code.map((term, i) => ({ prefix: code.length === 1 ? tensor : `${tensor}.${i}`, term }));
}

/** The tensors of a matrix, which all nodes that name it share. */
export function weightTensors(
  weights: Weights,
  rows: number,
  columns: number,
): ReadonlyMap<string, NodeTensor> {
  const { tensor, code } = weights;
  const owner = `weights "${tensor}" (${rows}×${columns}, ${formatCode(code)})`;
  const tensors = new Map<string, NodeTensor>();
  for (const [i, { prefix, term }] of namedTerms(weights).entries()) {
    const numbers = i === 0 ? rows * columns : 0;
    const stored = storedSize(term, rows, columns);
    for (const [part, spec] of digitTensors(term, stored.rows, stored.columns)) {
      tensors.set(`${prefix}.${part}`, { ...spec, numbers, owner });
    }
    if (term.sparse !== undefined) {
      tensors.set(`${prefix}.marks`, { ...marksTensor(term.sparse, rows, columns), owner });
    }
    const { scale, offset, slices = 1 } = term;
    const shape = slices === 1 ? [rows] : [rows, slices];
    if (scale === "row") tensors.set(`${prefix}.scales`, { dtype: "F32", shape, owner });
    if (offset === "row") tensors.set(`${prefix}.offsets`, { dtype: "F32", shape, owner });
  }
  return tensors;
}

/** Rows and columns of the digits that a term stores: all, or those that its mask marks. */
export function storedSize(
  { sparse }: Term,
  rows: number,
  columns: number,
): { readonly rows: number; readonly columns: number } {
  if (sparse === undefined) return { rows, columns };
  return "columns" in sparse
    ? { rows, columns: sparse.columns }
    : { rows: 1, columns: sparse.weights };
}

function marksTensor(sparse: Sparse, rows: number, columns: number): NodeTensor {
  const isOfColumns = "columns" in sparse;
  const marked = isOfColumns ? sparse.columns : sparse.weights;
  return { dtype: "U32", shape: [isOfColumns ? 1 : rows, wordsPerRow(columns)], columns, marked };
}

function digitTensors(
  { digit, exponents = [0, 0] }: Term,
  rows: number,
  columns: number,
): readonly (readonly [part: string, NodeTensor])[] {
  const words = { dtype: "U32", shape: [rows, wordsPerRow(columns)], columns } as const;
  const shape = [rows, columns];
  switch (digit) {
    case "bipolar":
    case "unipolar":
      return [["bits", { ...words, digit }]];
    case "ternary":
      return [
        ["mask", { ...words, digit }],
        ["sign", words],
      ];
    case "int8":
      return [["codes", { dtype: "I8", shape, digit }]];
    case "uint8":
      return [["codes", { dtype: "U8", shape, digit }]];
    case "power":
      return [["codes", { dtype: "U8", shape, digit, rule: powerOf(exponents) }]];
    case "int32":
      return [["weights", { dtype: "I32", shape, digit }]];
    case "float32":
      return [["weights", { dtype: "F32", shape, digit }]];
    default:
      return digit satisfies never;
  }
}

/** 0, or a sign and one of the powers. */
function powerOf([least, greatest]: readonly [number, number]): NumberRule {
  const powers = greatest - least + 1;
  return {
    says: `be 0 or, but for its sign, in 1 … ${powers}`,
    holds: (byte) => byte === 0 || ((byte & 127) >= 1 && (byte & 127) <= powers),
  };
}

/** Whether every digit of a code is packed, one or two bits a number. */
export function isPacked(code: Code): boolean {
  return code.every(({ digit }) => digitBits[digit] <= 2);
}
