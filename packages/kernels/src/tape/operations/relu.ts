import { relu_1x1__js } from "../../js/elementwise.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out = x < 0 ? 0 : x`; NaN stays NaN. */
export interface Relu {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features]; may be `x`. */
  readonly out: Offset;
}

export const relu: Operation<Relu> = {
  opcode: 10,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ],
    split: ofRows(o.rows, 0.5 * o.features),
  }),
  js: relu_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
