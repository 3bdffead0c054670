import { gemmInt8_1x1__js } from "../../js/gemm-int8.ts";
import { bytes, type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { lastRow, rowPairs } from "../simd-kernel.ts";
import { ofProduct } from "../split.ts";

/** `out[m,n] = (Σ_k codes[m,k]·weights[n,k])·(rowScales[m]·columnScales[n])`, the sum in int32. */
export interface GemmInt8 {
  /** int8 [rows, inFeatures] */
  readonly codes: Offset;
  /** int8 [outFeatures, inFeatures] */
  readonly weights: Offset;
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

export const gemmInt8: Operation<GemmInt8> = {
  opcode: 14,
  instruction: (where, o) => ({
    words: [
      bytes(where, "codes", o.codes),
      bytes(where, "weights", o.weights),
      words(where, "rowScales", o.rowScales),
      words(where, "columnScales", o.columnScales),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      size(where, "inFeatures", o.inFeatures),
      words(where, "out", o.out),
    ],
    split: ofProduct(o, 0.25 * o.inFeatures),
    // Eight rows of activations widened to int16, in whole blocks of 16.
    scratchBytes: 8 * 16 * Math.ceil(o.inFeatures / 16) * 2,
  }),
  js: gemmInt8_1x1__js,
  simd: [
    { tile: [2, 4], when: rowPairs },
    { tile: [1, 4], when: lastRow },
  ],
};
