import { embedFloat32_1x1__js } from "../../js/embed.ts";
import { type Cell, float, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { positionTable } from "../positions.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out[r] = multiplier·table[ids[r]] + positionTable[positions[r]]`. Ids and positions are not checked. */
export interface EmbedFloat32 {
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows]; given together with `positionTable` or not at all. */
  readonly positions?: Offset;
  /** float32 [positions, features] */
  readonly positionTable?: Offset;
  /** float32 [vocabulary, features] */
  readonly table: Offset;
  readonly multiplier: number;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features] */
  readonly out: Offset;
}

export const embedFloat32: Operation<EmbedFloat32> = {
  opcode: 2,
  instruction: (where, o) => ({
    words: [
      words(where, "ids", o.ids),
      optional(where, "positions", o.positions),
      positionTable(where, o.positions, o.positionTable),
      words(where, "table", o.table),
      float(where, "multiplier", o.multiplier),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ],
    split: ofRows(o.rows, 0.5 * o.features),
  }),
  js: embedFloat32_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
