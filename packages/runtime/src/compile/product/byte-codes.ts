import type { Code, Term } from "@bnnkit/core";
import type { Offset } from "@bnnkit/kernels";
import { formatCode, namedTerms, type Weights } from "@bnnkit/model";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";
import { decodedWeights } from "./decoded-weights.ts";
import { areBitsOfRows } from "./term-lanes.ts";

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

/** Whether weights are bits with one scale for each row or for all, without an offset. */
export function areScaledBits(weights: Code): boolean {
  const [term, ...others] = namedTerms({ tensor: "", code: weights });
  return others.length === 0 && areBitsOfRows(term) && (term.term.offset ?? 0) === 0;
}

/** The code of weights as bytes: int8 itself, whole numbers that fit, bits with their scale; undefined for others. */
export function codeOfBytes(code: Code): Code | undefined {
  const [{ digit, scale = 1, offset = 0, slices = 1, sparse }] = code;
  const isPlain = code.length === 1 && offset === 0 && slices === 1 && sparse === undefined;
  if (digit === "int8" && isPlain) return code;
  if (fitByte(code)) return [{ digit: "int8" }];
  return areScaledBits(code) ? [{ digit: "int8", scale }] : undefined;
}

/** Weights as bytes, with their scales: sums of digits are added up once.
 *  @throws RangeError for a code that has none. */
export function weightsAsBytes(weights: Weights, size: MatrixSize, memory: WeightMemory): Weights {
  const code = codeOfBytes(weights.code);
  if (code === undefined) {
    throw new RangeError(`lowerGraph: "${weights.tensor}" must fit bytes`);
  }
  if (code === weights.code) return weights;
  const { outFeatures, inFeatures } = size;
  const tensor = `${weights.tensor} as bytes`;
  const digits: Weights = fitByte(weights.code)
    ? weights
    : { ...weights, code: [{ digit: weights.code[0].digit }] };
  memory.addTensor(`${tensor}.codes`, () => ({
    ...{ dtype: "I8", shape: [outFeatures, inFeatures] },
    data: Int8Array.from(decodedWeights(digits, size, memory)),
  }));
  if (code[0].scale === "row") {
    memory.addTensor(`${tensor}.scales`, () => memory.tensor(`${weights.tensor}.scales`, "F32"));
  }
  return { tensor, code };
}

/** Weights as bytes in the arena, with a scale for each row or none. */
export function placeBytes(weights: Weights, size: MatrixSize, memory: WeightMemory): PlacedBytes {
  const { tensor, code } = weightsAsBytes(weights, size, memory);
  const hasScales = code[0].scale === "row";
  return {
    codes: memory.codes(`${tensor}.codes`),
    scales: hasScales ? memory.floats(`${tensor}.scales`) : 0,
  };
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
