import type { BipolarMatrix } from "./bipolar-matrix.ts";
import { checkEqual, checkLength } from "./checks.ts";
import { bipolar, type Code, codeFrom, type Term, ternary, unipolar } from "./code.ts";
import { type MultiBitMatrix, planeWeight } from "./multi-bit-matrix.ts";
import { wordsPerRow } from "./row-padding.ts";
import type { TernaryMatrix } from "./ternary-matrix.ts";
import type { UnipolarMatrix } from "./unipolar-matrix.ts";

/** A matrix of packed low-bit integers. */
export type PackedMatrix = BipolarMatrix | UnipolarMatrix | TernaryMatrix | MultiBitMatrix;

/** The code of a packed matrix; its bit planes in the order of {@link bitPlanesOf}. */
export function codeOf(m: PackedMatrix): Code {
  switch (m.kind) {
    case "bipolar":
      return bipolar;
    case "unipolar":
      return unipolar;
    case "ternary":
      return ternary;
    case "multi-bit": {
      const scales = m.planes.map((_, b) => planeWeight(m, b));
      return codeFrom(
        "codeOf",
        scales.map((scale): Term => ({ digit: "unipolar", scale })),
      );
    }
  }
}

/** The bit planes of a packed matrix, each rows × wordsPerRow words; of ternary values mask and sign. */
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
