import type { Code, Term } from "@bnnkit/core";
import { type NamedTerm, namedTerms, type Weights } from "@bnnkit/model";
import { once } from "../once.ts";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";
import { placedDigits } from "./decoded-weights.ts";
import { areMarkedBytes } from "./marked-bytes.ts";
import { productGroups } from "./term-lanes.ts";

/** Bits of a matrix, a plane of each binary digit, with a scale for each row and slice: `Σ_p 2^p·scale[n, slice of k]·bit_p[n, k]`. */
export interface SlicedPlanes {
  readonly name: string;
  readonly count: number;
  /** 0 or 1, [outFeatures, inFeatures] each. */
  readonly planes: () => readonly Uint8Array[];
  /** [outFeatures, slices] */
  readonly scales: () => Float32Array<ArrayBuffer>;
}

/** What a row and slice adds for each of its columns, or of those that are marked. */
export interface SlicedOffsets {
  readonly name: string;
  /** 0 or 1 for each column; without, all. */
  readonly marks?: () => ArrayLike<number>;
  /** [outFeatures, slices] */
  readonly factors: () => Float32Array<ArrayBuffer>;
}

/** Weights of bits as what products add up. */
export interface SlicedBits {
  /** Slices of a row that have a scale each. */
  readonly slices: number;
  readonly offsets: readonly SlicedOffsets[];
  readonly planes: readonly SlicedPlanes[];
  /** Terms that are bytes where a mask marks weights. */
  readonly markedBytes: readonly NamedTerm[];
}

/** Whether weights are sums of bits, with scales of rows or of equal slices of them, wherever they are, and of bytes where few are marked. */
export function areSlicedBits(weights: Code): boolean {
  const terms = namedTerms({ tensor: "", code: weights });
  const bits = terms.filter(({ term }) => isOfBits(term));
  const slices = slicesOf(weights);
  return (
    bits.some(({ term: { scale, offset } }) => scale === "row" || offset === "row") &&
    bits.every(({ term }) => slices % (term.slices ?? 1) === 0) &&
    terms.every((term) => isOfBits(term.term) || areMarkedBytes(term))
  );
}

/** The most slices that a term has. */
export function slicesOf(weights: Code): number {
  return Math.max(...weights.map(({ slices = 1 }) => slices));
}

/** Takes weights of bits apart: `offset + scale·digit` is `(offset + scale) − 2·scale·bit` of ±1 and `offset + scale·bit` of 0 and 1, the first
 *  addend wherever there is a digit. */
export function slicedBits(weights: Weights, size: MatrixSize, memory: WeightMemory): SlicedBits {
  const slices = slicesOf(weights.code);
  const terms = namedTerms(weights);
  const bits = terms.filter(({ term }) => isOfBits(term));
  const matrix: SlicedMatrix = { ...size, slices, memory };
  const everywhere = bits.filter(({ term }) => isEverywhere(term) && hasBase(term));
  const apart = bits.filter(({ term }) => !isEverywhere(term) && hasBase(term));
  return {
    slices,
    offsets: [
      ...(everywhere.length === 0 ? [] : [offsetsEverywhere(weights.tensor, everywhere, matrix)]),
      ...apart
        .filter(({ term }) => isOfColumns(term))
        .map((term) => offsetsOfColumns(term, matrix)),
    ],
    planes: [
      ...productGroups(bits, memory).map((group) => planesOf(group, matrix)),
      ...apart.filter(({ term }) => !isOfColumns(term)).map((term) => planeOfMarks(term, matrix)),
    ],
    markedBytes: terms.filter(areMarkedBytes),
  };
}

interface SlicedMatrix extends MatrixSize {
  readonly slices: number;
  readonly memory: WeightMemory;
}

function isOfBits({ digit }: Term): boolean {
  return digit === "bipolar" || digit === "unipolar" || digit === "ternary";
}

function isEverywhere({ digit, sparse }: Term): boolean {
  return digit !== "ternary" && sparse === undefined;
}

function isOfColumns({ digit, sparse }: Term): boolean {
  return digit !== "ternary" && sparse !== undefined && "columns" in sparse;
}

/** Whether a digit adds something where its bit is 0. */
function hasBase({ digit, offset = 0 }: Term): boolean {
  return digit !== "unipolar" || offset !== 0;
}

function offsetsEverywhere(
  tensor: string,
  terms: readonly NamedTerm[],
  matrix: SlicedMatrix,
): SlicedOffsets {
  return {
    name: `${tensor} offsets`,
    factors: () => {
      const bases = terms.map((term) => basesOf(term, matrix));
      return Float32Array.from(bases[0], (_, i) => bases.reduce((sum, base) => sum + base[i], 0));
    },
  };
}

function offsetsOfColumns(term: NamedTerm, matrix: SlicedMatrix): SlicedOffsets {
  return {
    name: `${term.prefix} offsets`,
    // All rows have the marks of the first one.
    marks: () => marksOf(term, matrix).subarray(0, matrix.inFeatures),
    factors: () => Float32Array.from(basesOf(term, matrix)),
  };
}

function planesOf(group: readonly NamedTerm[], matrix: SlicedMatrix): SlicedPlanes {
  const [first] = group;
  const step = first.term.digit === "unipolar" ? 1 : -2;
  return {
    name: `${first.prefix} bits`,
    count: group.length,
    planes: once(() => group.map((term) => bitsOf(term, matrix))),
    scales: once(() =>
      Float32Array.from(numbersOf(first, "scale", matrix), (scale) => step * scale),
    ),
  };
}

function planeOfMarks(term: NamedTerm, matrix: SlicedMatrix): SlicedPlanes {
  return {
    name: `${term.prefix} marks`,
    count: 1,
    planes: once(() => [marksOf(term, matrix)]),
    scales: once(() => Float32Array.from(basesOf(term, matrix))),
  };
}

/** What is added where the bit is 0, [outFeatures, slices]. */
function basesOf(named: NamedTerm, matrix: SlicedMatrix): Float64Array {
  const offsets = numbersOf(named, "offset", matrix);
  if (named.term.digit === "unipolar") return offsets;
  const scales = numbersOf(named, "scale", matrix);
  return offsets.map((offset, i) => offset + scales[i]);
}

/** Scales or offsets, [outFeatures, slices]. */
function numbersOf(
  { prefix, term }: NamedTerm,
  part: "scale" | "offset",
  { outFeatures, slices, memory }: SlicedMatrix,
): Float64Array {
  const value = term[part] ?? (part === "scale" ? 1 : 0);
  const count = outFeatures * slices;
  if (value !== "row") return new Float64Array(count).fill(value);
  const { data } = memory.tensor(`${prefix}.${part}s`, "F32");
  return Float64Array.from(
    { length: count },
    (_, i) => data[Math.floor((i * data.length) / count)],
  );
}

/** 1 where a digit is the one that a bit stands for: −1 of ±1, 1 of 0 and 1. */
function bitsOf(named: NamedTerm, matrix: SlicedMatrix): Uint8Array {
  const set = named.term.digit === "unipolar" ? 1 : -1;
  return Uint8Array.from(placedDigits(named, matrix, matrix.memory), (digit) =>
    Number(digit === set),
  );
}

/** 1 where there is a digit. */
function marksOf(named: NamedTerm, matrix: SlicedMatrix): Uint8Array {
  const isTernary = named.term.digit === "ternary";
  return Uint8Array.from(placedDigits(named, matrix, matrix.memory), (digit) =>
    Number(!(Number.isNaN(digit) || (isTernary && digit === 0))),
  );
}
