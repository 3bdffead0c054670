import type { Code, Term } from "@bnnkit/core";
import type { Offset } from "@bnnkit/kernels";
import { formatCode, type Weights } from "@bnnkit/model";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";
import { decodedWeights } from "./decoded-weights.ts";

/** Whether the numbers of weights are whole ones of −128 … 127, as sums of bits and bytes with constant scales are. */
export function fitByte(code: Code): boolean {
  const ranges = code.map(rangeOf);
  const least = ranges.reduce((sum, [low]) => sum + low, 0);
  const greatest = ranges.reduce((sum, [, high]) => sum + high, 0);
  return least >= -128 && greatest <= 127;
}

/** Rows of bytes, with one number for each row by which they are multiplied, or none. */
export interface PlacedBytes {
  /** int8 [outFeatures, inFeatures] */
  readonly codes: Offset;
  /** float32 [outFeatures]; 0 for 1 everywhere. */
  readonly scales: Offset;
}

/** Whether the numbers of weights are ±1 or 0 and 1 with a scale for each row. */
export function areRowScaledBits(code: Code): boolean {
  return ["row·bipolar", "row·unipolar", "row·ternary"].includes(formatCode(code));
}

/** Weights of bytes or bits with a scale for each row, or of a code that fits bytes: sums of digits are added up once. */
export function placeBytes(weights: Weights, size: MatrixSize, memory: WeightMemory): PlacedBytes {
  const { tensor, code } = weights;
  if (formatCode(code) === "row·int8") {
    return { codes: memory.codes(`${tensor}.codes`), scales: memory.floats(`${tensor}.scales`) };
  }
  if (areRowScaledBits(code)) {
    const digits: Weights = { tensor, code: [{ digit: code[0].digit }] };
    const make = () => Int8Array.from(decodedWeights(digits, size, memory));
    return {
      codes: memory.place(`${tensor} digits as bytes`, make),
      scales: memory.floats(`${tensor}.scales`),
    };
  }
  const codes = memory.place(`${tensor} as bytes`, () =>
    Int8Array.from(decodedWeights(weights, size, memory)),
  );
  return { codes, scales: 0 };
}

/** Least and greatest number of a term; beyond every byte where it is not known to be whole. */
function rangeOf({ digit, scale = 1, offset = 0, sparse }: Term): readonly [number, number] {
  const digits = digitRanges.get(digit);
  const isWhole = Number.isInteger(scale) && Number.isInteger(offset);
  if (digits === undefined || !isWhole || sparse) return [-Infinity, Infinity];
  const ends = digits.map((end) => Number(offset) + Number(scale) * end);
  // A ternary 0 has no offset.
  const all = digit === "ternary" ? [...ends, 0] : ends;
  return [Math.min(...all), Math.max(...all)];
}

const digitRanges: ReadonlyMap<Term["digit"], readonly [least: number, greatest: number]> = new Map(
  [
    ["bipolar", [-1, 1]],
    ["unipolar", [0, 1]],
    ["ternary", [-1, 1]],
    ["int8", [-128, 127]],
    ["uint8", [0, 255]],
  ],
);
