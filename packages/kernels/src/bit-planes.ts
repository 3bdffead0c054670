import {
  type BipolarMatrix,
  checkEqual,
  checkLength,
  type MultiBitMatrix,
  planeWeight,
  type TernaryMatrix,
  type UnipolarMatrix,
  wordsPerRow,
} from "@bnnkit/core";

/** A matrix of packed low-bit integers. */
export type PackedMatrix = BipolarMatrix | UnipolarMatrix | TernaryMatrix | MultiBitMatrix;

/** What bits stand for: `value = offset + Σ_p weights[p]·bit_p`. ±1 is {offset: 1, weights: [−2]}. */
export interface PlaneCode {
  readonly offset: number;
  /** One per bit plane. */
  readonly weights: readonly number[];
}

/** The code of a packed matrix, in the order of its planes: ternary values are mask − 2·sign. */
export function planeCodeOf(m: PackedMatrix): PlaneCode {
  switch (m.kind) {
    case "bipolar":
      return { offset: 1, weights: [-2] };
    case "unipolar":
      return { offset: 0, weights: [1] };
    case "ternary":
      return { offset: 0, weights: [1, -2] };
    case "multi-bit":
      return { offset: 0, weights: m.planes.map((_, b) => planeWeight(m, b)) };
  }
}

/** The bit planes of a packed matrix, each rows × wordsPerRow words. */
export function bitPlanesOf(m: PackedMatrix): readonly Uint32Array[] {
  switch (m.kind) {
    case "bipolar":
    case "unipolar":
      return [m.words];
    case "ternary":
      return [m.mask, m.sign];
    case "multi-bit":
      return m.planes;
  }
}

/** Checks that an argument is a packed matrix with whole rows.
 *  @throws TypeError for another kind, RangeError for a wrong number of words. */
export function checkPackedMatrix(where: string, name: string, m: PackedMatrix): void {
  if (!["bipolar", "unipolar", "ternary", "multi-bit"].includes(m.kind)) {
    throw new TypeError(`${where}: ${name} must be a packed matrix, got ${m.kind}`);
  }
  checkEqual(where, `${name}.wordsPerRow`, m.wordsPerRow, "4·⌈cols/128⌉", wordsPerRow(m.cols));
  for (const plane of bitPlanesOf(m)) {
    checkLength(where, `${name}'s bit planes`, plane.length, m.rows * m.wordsPerRow);
  }
}
