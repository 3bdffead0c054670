import { embedInt8_1x1__js } from "../../js/embed.ts";
import { bytes, type Cell, float, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { positionTable } from "../positions.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";

/** `out[r] = multiplier·(scales[id]·codes[id]) + positionTable[positions[r]]`, id = `ids[r]`. Ids and positions are not checked. */
export interface EmbedInt8 {
  /** int32 [rows] */
  readonly ids: Offset;
  /** int32 [rows]; given together with `positionTable` or not at all. */
  readonly positions?: Offset;
  /** float32 [positions, features] */
  readonly positionTable?: Offset;
  /** int8 [vocabulary, features] */
  readonly codes: Offset;
  /** float32 [vocabulary] */
  readonly scales: Offset;
  readonly multiplier: number;
  readonly rows: Cell;
  readonly features: number;
  /** float32 [rows, features] */
  readonly out: Offset;
}

export const embedInt8: Operation<EmbedInt8> = {
  opcode: 1,
  instruction: (where, o) => ({
    words: [
      words(where, "ids", o.ids),
      optional(where, "positions", o.positions),
      positionTable(where, o.positions, o.positionTable),
      bytes(where, "codes", o.codes),
      words(where, "scales", o.scales),
      float(where, "multiplier", o.multiplier),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ],
    split: ofRows(o.rows, 0.5 * o.features),
  }),
  js: embedInt8_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
