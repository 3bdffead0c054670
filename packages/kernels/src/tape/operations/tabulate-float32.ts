import { tabulateFloat32_1x1__js } from "../../js/table-gemm-float32.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";
import { tableBlocks } from "../table-product.ts";

/**
 * Tables of float rows for `tableGemmFloat32`. A row is rounded to integers of 23 bits, `q = roundHalfEven(x/s)`,
 * `s = max(max|x|/4194303, 2^−126)`, so that |x − s·q| ≤ 0.75·s; a row with NaN or an infinity makes its outputs NaN.
 */
export interface TabulateFloat32 {
  /** float32 [rows, features] */
  readonly x: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** bytes [rows, float32TableBytes(features)] */
  readonly tables: Offset;
}

export const tabulateFloat32: Operation<TabulateFloat32> = {
  opcode: 35,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      tableBlocks(where, o.features),
      words(where, "tables", o.tables),
    ],
    split: ofRows(o.rows, 16 * o.features),
  }),
  js: tabulateFloat32_1x1__js,
  simd: [{ tile: [1, 4], when: anyRows }],
};
