import { checkIntegerBetween } from "@bnnkit/core";
import { round_1x1__js } from "../../js/round.ts";
import { elements, elementWord } from "../element.ts";
import { type Cell, double, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/**
 * `out = clamp(roundHalfEven(x/step))`, held within `least` … `greatest`; the quotient is in float64, so that no second
 * rounding makes a tie. A NaN becomes `least`.
 */
export interface Round {
  /** [rows, features] of `element` */
  readonly x: Offset;
  readonly element: "float32" | "int32";
  readonly rows: Cell;
  readonly features: number;
  /** Positive and finite. */
  readonly step: number;
  readonly least: number;
  readonly greatest: number;
  /** [rows, features] of `outElement`; may be `x` where that is int32. */
  readonly out: Offset;
  readonly outElement: "int8" | "uint8" | "int32";
}

const ranges = {
  int8: [-128, 127],
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
} as const;

export const round: Operation<Round> = {
  opcode: 88,
  instruction(where, o) {
    const { element, outElement, step, least, greatest } = o;
    const outWord = elementWord(where, outElement, ["int8", "uint8", "int32"]);
    const [lowest, highest] = ranges[outElement];
    if (!(step > 0)) throw new RangeError(`${where}: step must be positive, got ${step}`);
    checkIntegerBetween(where, "least", least, lowest, highest);
    checkIntegerBetween(where, "greatest", greatest, least, highest);
    return {
      words: [
        words(where, "x", o.x),
        elementWord(where, element, ["float32", "int32"]),
        words(where, "rows", o.rows),
        size(where, "features", o.features),
        ...double(where, "step", step),
        ...[least, greatest],
        elements(where, "out", outElement, o.out),
        outWord,
      ],
      split: ofRows(o.rows, 4 * o.features),
    };
  },
  js: round_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
