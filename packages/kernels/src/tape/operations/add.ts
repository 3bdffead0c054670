import { add_1x1__js } from "../../js/elementwise.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out = a + b`. */
export interface Add {
  /** float32 [rows, features] */
  readonly a: Offset;
  /** float32 [rows, features] */
  readonly b: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features]; may be `a` or `b`. */
  readonly out: Offset;
}

export const add: Operation<Add> = {
  opcode: 11,
  instruction: (where, o) => ({
    words: [
      words(where, "a", o.a),
      words(where, "b", o.b),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ],
    split: ofRows(o.rows, 0.5 * o.features),
  }),
  js: add_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
