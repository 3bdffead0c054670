import { signPackShift_1x1__js } from "../../js/sign-pack.ts";
import { type Cell, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `bits[r,k] = x[r,k] + shift[k] < 0` (RSign of ReActNet; without `shift` the plain sign). NaN packs as 0. */
export interface SignPackShift {
  /** float32 [rows, features] */
  readonly x: Offset;
  /** float32 [features] */
  readonly shift?: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
}

export const signPackShift: Operation<SignPackShift> = {
  opcode: 4,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      optional(where, "shift", o.shift),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
    ],
    split: ofRows(o.rows, o.features),
  }),
  js: signPackShift_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
