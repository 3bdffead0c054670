import { binarize_1x1__js } from "../../js/binarize.ts";
import { type Cell, type Offset, size, slice, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out = x < 0 ? −s/2 : s/2`, s = max|x| + 2^−23 over each of `groups` slices of a row (BMT). */
export interface Binarize {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** Number of slices with a scale of their own. Default 1. */
  readonly groups?: number;
  /** float32 [rows, features]; may be `x`. */
  readonly out: Offset;
}

export const binarize: Operation<Binarize> = {
  opcode: 17,
  instruction: (where, o) => {
    const groups = size(where, "groups", o.groups ?? 1);
    return {
      words: [
        words(where, "x", o.x),
        words(where, "rows", o.rows),
        groups,
        slice(where, o.features, groups),
        words(where, "out", o.out),
      ],
      split: ofRows(o.rows, o.features),
    };
  },
  js: binarize_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
