import { wordsPerRow } from "@bnnkit/core";
import { copyRows_1x1__js } from "../../js/copy-rows.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** `to[toRow[r]] = from[r]` of rows of bits: appends keys to a packed cache. The two must not overlap; rows are not checked. */
export interface CopyBitRows {
  /** uint32 [rows, wordsPerRow(features)] */
  readonly from: Offset;
  /** uint32 [·, wordsPerRow(features)] */
  readonly to: Offset;
  readonly rows: Cell;
  /** Bits of a row. */
  readonly features: number;
  /** int32 [rows] */
  readonly toRow: Offset;
}

export const copyBitRows: Operation<CopyBitRows> = {
  opcode: 67,
  instruction: (where, o) => ({
    words: [
      words(where, "from", o.from),
      words(where, "to", o.to),
      words(where, "rows", o.rows),
      wordsPerRow(size(where, "features", o.features)),
      words(where, "toRow", o.toRow),
    ],
  }),
  js: copyRows_1x1__js,
  simd: [{ tile: [1, 1], when: anyRows }],
};
