import { tabulateInt8_1x1__js } from "../../js/table-gemm.ts";
import { bytes, type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofRows } from "../split.ts";
import { tableBlocks } from "../table-product.ts";

/**
 * Tables of int8 rows for `tableGemm` and `tableGemmInt32`, to be shared by all products with the same input: for every
 * four activations the sixteen sums over their subsets (T-MAC).
 */
export interface TabulateInt8 {
  /** int8 [rows, features] */
  readonly codes: Offset;
  readonly rows: Cell;
  readonly features: number;
  /** bytes [rows, int8TableBytes(features)] */
  readonly tables: Offset;
}

export const tabulateInt8: Operation<TabulateInt8> = {
  opcode: 32,
  instruction: (where, o) => ({
    words: [
      bytes(where, "codes", o.codes),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      tableBlocks(where, o.features),
      words(where, "tables", o.tables),
    ],
    split: ofRows(o.rows, o.features),
  }),
  js: tabulateInt8_1x1__js,
  simd: [{ tile: [1, 8], when: anyRows }],
};
