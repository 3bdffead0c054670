import { checkIntegerBetween, checkLength } from "@bnnkit/core";
import { threshold_1x1__js } from "../../js/threshold.ts";
import type { LevelBits } from "../../level-bits.ts";
import { type Element, elements, elementWord } from "../element.ts";
import { type Cell, float, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/**
 * The bits of the level of each number: `level[r,k]` is how many thresholds x[r,k] is not below, counted down from their
 * number where feature k is flipped; `bits` of plane p is bit p of `levels[level]`.
 *
 * NaN is below nothing, so it has the highest level, and the lowest where it is flipped. n thresholds have n + 1 levels.
 * Levels are what their bits make them: `levelBits` has those of a code of bits, of binary digits, of a thermometer, or of
 * one sign, where a number below its threshold is −1, a bit 1. `flips` is the other way round than that of `bgemmSign` and
 * `foldThresholds`: there a set bit keeps the order, here it turns it.
 */
export interface Threshold extends LevelBits {
  /** [rows, features] of `element` */
  readonly x: Offset;
  readonly element: Element;
  readonly rows: Cell;
  readonly features: number;
  /**
   * Numbers that rise, the same for all features; or [count, features], threshold i of all features together, each
   * feature's rising: float32 for floats, else int32.
   */
  readonly thresholds: readonly number[] | { readonly at: Offset; readonly count: number };
  /** uint32 [wordsPerRow(features)], bit k for feature k */
  readonly flips?: Offset;
  /** uint32 [rows, planes, wordsPerRow(features)]: the planes of a row lie together, as `planeGemm` reads them. */
  readonly bits: Offset;
}

const MOST_THRESHOLDS = 255;
const MOST_PLANES = 16;

export const threshold: Operation<Threshold> = {
  opcode: 80,
  instruction(where, o) {
    const { element, features, thresholds, levels } = o;
    const count = "count" in thresholds ? thresholds.count : thresholds.length;
    checkIntegerBetween(where, "number of thresholds", count, 1, MOST_THRESHOLDS);
    checkIntegerBetween(where, "planes", o.planes, 1, MOST_PLANES);
    checkLength(where, "levels", levels.length, count + 1);
    for (const [i, bits] of levels.entries()) {
      checkIntegerBetween(where, `levels[${i}]`, bits, 0, 2 ** o.planes - 1);
    }
    const changes = levels.slice(1).map((bits, i) => bits ^ levels[i]);
    return {
      words: [
        elements(where, "x", element, o.x),
        elementWord(where, element, ["float32", "int32", "int8", "uint8"]),
        words(where, "rows", o.rows),
        size(where, "features", features),
        count,
        o.planes,
        "count" in thresholds ? words(where, "thresholds.at", thresholds.at) : 0,
        optional(where, "flips", o.flips),
        words(where, "bits", o.bits),
        levels[0],
        levels[count],
        ...changes,
        ...("count" in thresholds ? [] : constants(where, thresholds, element)),
      ],
      split: ofRows(o.rows, features * (0.25 + 0.5 * count)),
    };
  },
  js: threshold_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};

/** The least number of the element's kind that is not below each threshold. */
function constants(where: string, thresholds: readonly number[], element: Element): number[] {
  return thresholds.map((value, i) => {
    const name = `thresholds[${i}]`;
    if (i > 0 && value < thresholds[i - 1]) {
      throw new RangeError(
        `${where}: ${name} must not be below the one before, got ${value} after ${thresholds[i - 1]}`,
      );
    }
    if (element === "float32") return float(where, name, float32From(value));
    const least = Math.ceil(value);
    checkIntegerBetween(where, name, least, -(2 ** 31), 2 ** 31 - 1);
    return least;
  });
}

/** The least float32 that is not below a number. */
function float32From(value: number): number {
  const nearest = Math.fround(value);
  if (!(nearest < value)) return nearest;
  const float32 = Float32Array.of(nearest);
  const bits = new Int32Array(float32.buffer);
  if (nearest === 0) return 2 ** -149;
  bits[0] += nearest < 0 ? -1 : 1;
  return float32[0];
}
