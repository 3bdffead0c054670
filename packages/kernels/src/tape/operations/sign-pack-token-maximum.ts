import { signPackTokenMaximum_1x1__js } from "../../js/sign-pack.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `bits[r,k] = x[r,k] < 0`, `rowScales[r] = (max_k |x[r,k]| + 2^−23)/2`. NaN packs as 0 and makes its row's scale NaN. */
export interface SignPackTokenMaximum {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** uint32 [rows, wordsPerRow(features)] */
  readonly bits: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
}

export const signPackTokenMaximum: Operation<SignPackTokenMaximum> = {
  opcode: 3,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
      words(where, "rowScales", o.rowScales),
    ],
    split: ofRows(o.rows, o.features),
  }),
  js: signPackTokenMaximum_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows }],
};
