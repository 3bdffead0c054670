import { copyRows_1x1__js } from "../../js/copy-rows.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** `to[toRow[r]] = from[r]`: appends keys and values to a cache. The two must not overlap; rows are not checked. */
export interface CopyRows {
  /** float32 [rows, features] */
  readonly from: Offset;
  /** float32 [·, features] */
  readonly to: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** int32 [rows] */
  readonly toRow: Offset;
}

export const copyRows: Operation<CopyRows> = {
  opcode: 16,
  instruction: (where, o) => ({
    words: [
      words(where, "from", o.from),
      words(where, "to", o.to),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "toRow", o.toRow),
    ],
  }),
  js: copyRows_1x1__js,
  simd: [{ tile: [1, 1], when: anyRows }],
};
