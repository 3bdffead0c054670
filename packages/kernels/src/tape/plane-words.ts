// The instruction words of plane products, in the order of planes.ts.
import { checkIntegerBetween, type PlaneCode, wordsPerRow } from "@bnnkit/core";
import { flag, float, optional, size, words } from "./operand-word.ts";
import type { PlaneGemm, PlaneGemmInt32 } from "./plane-operands.ts";
import { MAXIMUM_PLANES } from "./planes.ts";

export function planeGemmInt32Words(o: PlaneGemmInt32): number[] {
  const where = "planeGemmInt32";
  const { activationCode, weightCode } = o;
  const largest = largestValue(activationCode) * largestValue(weightCode) * o.inFeatures;
  if (!(largest < 2 ** 31)) {
    throw new RangeError(
      `${where}: inFeatures·max|a|·max|w| must be below 2³¹, so that sums fit an int32, got ${largest}`,
    );
  }
  return [
    ...productWords(where, o, weightCode.weights.length),
    ...codeWords(where, "activationCode", activationCode, integer),
    ...codeWords(where, "weightCode", weightCode, integer),
  ];
}

export function planeGemmWords(o: PlaneGemm): number[] {
  const where = "planeGemm";
  return [
    ...productWords(where, o, o.weightPlanes),
    ...codeWords(where, "activationCode", o.activationCode, float),
    optional(where, "columnOffsets", o.columnOffsets),
    words(where, "columnWeights", o.columnWeights),
    optional(where, "rowScales", o.rowScales),
    optional(where, "bias", o.bias),
    flag(o.relu),
  ];
}

function productWords(
  where: string,
  o: PlaneGemmInt32 | PlaneGemm,
  weightPlanes: number,
): number[] {
  const { offset, weights } = o.activationCode;
  checkIntegerBetween(where, "activation planes", weights.length, 1, MAXIMUM_PLANES);
  checkIntegerBetween(where, "weight planes", weightPlanes, 1, MAXIMUM_PLANES);
  return [
    words(where, "bits", o.bits),
    words(where, "weights", o.weights),
    words(where, "rows", o.rows),
    size(where, "outFeatures", o.outFeatures),
    size(where, "inFeatures", o.inFeatures),
    wordsPerRow(o.inFeatures),
    weights.length,
    weightPlanes,
    offset === 0 ? 0 : words(where, "columnCounts", o.columnCounts ?? 0),
    words(where, "out", o.out),
  ];
}

function codeWords(
  where: string,
  name: string,
  { offset, weights }: PlaneCode,
  word: (where: string, name: string, value: number) => number,
): number[] {
  return [
    word(where, `${name}.offset`, offset),
    ...weights.map((weight, p) => word(where, `${name}.weights[${p}]`, weight)),
    ...new Array<number>(MAXIMUM_PLANES - weights.length).fill(0),
  ];
}

function integer(where: string, name: string, value: number): number {
  checkIntegerBetween(where, name, value, -(2 ** 31), 2 ** 31 - 1);
  return value;
}

/** The largest magnitude that a code has a value of. */
function largestValue({ offset, weights }: PlaneCode): number {
  let [lowest, highest] = [offset, offset];
  for (const weight of weights) {
    lowest += Math.min(weight, 0);
    highest += Math.max(weight, 0);
  }
  return Math.max(-lowest, highest);
}
