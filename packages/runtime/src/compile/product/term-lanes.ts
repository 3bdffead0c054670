import {
  bipolarMatrix,
  multiBitMatrix,
  type PackedMatrix,
  type PlaneCode,
  planeCodeOf,
  ternaryMatrix,
  unipolarMatrix,
} from "@bnnkit/core";
import { type Offset, packTableLanes } from "@bnnkit/kernels";
import type { NamedTerm } from "@bnnkit/model";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";

/** Digits of bits as products by table look-up read them, with one scale for each row. */
export interface TermLanes {
  readonly weights: Offset;
  readonly code: PlaneCode;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
}

/** Whether the digits of a term are bits of a whole matrix, each row with one scale. */
export function areBitsOfRows({ term }: NamedTerm): boolean {
  const { digit, slices = 1, sparse } = term;
  const isBit = digit === "bipolar" || digit === "unipolar" || digit === "ternary";
  return isBit && slices === 1 && sparse === undefined;
}

/** Bit planes of whole numbers that one product may have. */
const mostPlanes = 4;

/** Terms that one product computes: a term alone, or next to each other {0,1} of which each has twice the scales of the one before. */
export function productGroups(
  terms: readonly NamedTerm[],
  memory: WeightMemory,
): readonly (readonly NamedTerm[])[] {
  const groups: NamedTerm[][] = [];
  for (const term of terms) {
    const last = groups.at(-1);
    const isNext =
      last !== undefined &&
      last.length < mostPlanes &&
      doubles(last[last.length - 1], term, memory);
    if (isNext) last.push(term);
    else groups.push([term]);
  }
  return groups;
}

function doubles(a: NamedTerm, b: NamedTerm, memory: WeightMemory): boolean {
  const isUnipolar = [a, b].every(
    ({ term: { digit, scale } }) => digit === "unipolar" && scale === "row",
  );
  if (!isUnipolar || a.term.slices !== b.term.slices) return false;
  const [lower, higher] = [a, b].map(({ prefix }) => memory.tensor(`${prefix}.scales`, "F32").data);
  return lower.every((scale, n) => 2 * scale === higher[n]);
}

/** Lays the digits of a group out. */
export function placeLanes(
  group: readonly NamedTerm[],
  size: MatrixSize,
  memory: WeightMemory,
): TermLanes {
  const [{ prefix, term }] = group;
  const { scale = 1 } = term;
  const { outFeatures } = size;
  return {
    weights: memory.place(`${prefix} in table lanes`, () =>
      packTableLanes(matrixOf(group, size, memory)),
    ),
    code:
      group.length === 1
        ? planeCodeOf([{ digit: term.digit }])
        : { offset: 0, weights: group.map((_, p) => 2 ** p) },
    columnScales:
      scale === "row"
        ? memory.floats(`${prefix}.scales`)
        : memory.place(`${scale} of ${outFeatures}`, () =>
            new Float32Array(outFeatures).fill(scale),
          ),
  };
}

function matrixOf(
  group: readonly NamedTerm[],
  { outFeatures: rows, inFeatures: columns }: MatrixSize,
  memory: WeightMemory,
): PackedMatrix {
  const words = (prefix: string, part: string) => memory.tensor(`${prefix}.${part}`, "U32").data;
  const [{ prefix, term }] = group;
  if (group.length > 1) {
    const planes = group.map((each) => words(each.prefix, "bits"));
    return multiBitMatrix(planes, rows, columns, { bits: planes.length });
  }
  if (term.digit === "ternary") {
    const mask = words(prefix, "mask");
    // A 0 has no sign, whatever its bit says.
    const sign = words(prefix, "sign").map((word, i) => word & mask[i]);
    return ternaryMatrix(mask, sign, rows, columns);
  }
  return term.digit === "bipolar"
    ? bipolarMatrix(words(prefix, "bits"), rows, columns)
    : unipolarMatrix(words(prefix, "bits"), rows, columns);
}
