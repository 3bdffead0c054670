import { affine_1x1__js } from "../../js/affine.ts";
import { type Element, elements, elementWord } from "../element.ts";
import { type Cell, flag, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/**
 * `out[r,c] = f(scales[c]·x[r,c] + offsets[c]) + after[c]`, each operation rounded to float32: batch norm, the way from
 * integers and bytes to floats and, with `offsets`, `slopes` and `after`, RPReLU (Liu et al. 2020, ReActNet, §4.2).
 *
 * f multiplies what is negative by `slopes[c]`, or makes it 0 with `relu`. What is absent is left out.
 */
export interface Affine {
  /** [rows, features] of `element` */
  readonly x: Offset;
  readonly element: Element;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [features] */
  readonly scales?: Offset;
  /** float32 [features] */
  readonly offsets?: Offset;
  /** float32 [features]; not together with `relu`. */
  readonly slopes?: Offset;
  readonly relu?: boolean;
  /** float32 [features] */
  readonly after?: Offset;
  /** float32 [rows, features]; may be `x`, unless that are bytes. */
  readonly out: Offset;
}

export const affine: Operation<Affine> = {
  opcode: 84,
  instruction(where, o) {
    if (o.relu === true && o.slopes !== undefined && o.slopes !== 0) {
      throw new RangeError(`${where}: give at most one of slopes and relu`);
    }
    return {
      words: [
        elements(where, "x", o.element, o.x),
        elementWord(where, o.element, ["float32", "int32", "int8", "uint8"]),
        words(where, "rows", o.rows),
        size(where, "features", o.features),
        optional(where, "scales", o.scales),
        optional(where, "offsets", o.offsets),
        optional(where, "slopes", o.slopes),
        flag(o.relu),
        optional(where, "after", o.after),
        words(where, "out", o.out),
      ],
      split: ofRows(o.rows, o.features),
    };
  },
  js: affine_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
