import { checkIntegerBetween, type PlaneCode, wordsPerRow } from "@bnnkit/core";
import { type Cell, type Offset, size, words } from "./operand.ts";
import { MAXIMUM_PLANES, PLANE_GROUPS } from "./planes.ts";
import { anyRows, type SimdKernel } from "./simd-kernel.ts";
import { ofProduct, type Split } from "./split.ts";

/** What every product of bit planes reads. */
export interface PlaneProduct {
  /** uint32 [rows, planes, wordsPerRow(inFeatures)]: the planes of a row lie together. */
  readonly bits: Offset;
  /** Packed lanes of all planes, see `packPlaneLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** What the bits of the activations stand for; one to sixteen planes. */
  readonly activationCode: PlaneCode;
  /** int32 [weight planes, outFeatures]: the popcount of each row; needed if the offset of `activationCode` is not 0. */
  readonly columnCounts?: Offset;
}

/** The words that both start with, in the order of planes.ts. */
export function planeProductWords(where: string, o: PlaneProduct, weightPlanes: number): number[] {
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
  ];
}

export function codeWords(
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

export function planeSplit(o: PlaneProduct, weightPlanes: number): Split {
  const pairs = o.activationCode.weights.length * weightPlanes;
  const panel = 4 * Math.floor(PLANE_GROUPS / weightPlanes);
  return ofProduct(o, pairs * wordsPerRow(o.inFeatures) * 2, panel);
}

export const planeKernels: readonly SimdKernel[] = [{ tile: [1, 8], when: anyRows }];
