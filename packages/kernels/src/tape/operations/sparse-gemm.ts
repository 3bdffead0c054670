import { sparseGemm_1x1__js } from "../../js/sparse-gemm.ts";
import { type Cell, type Offset, optional, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";
import { ofProduct } from "../split.ts";

/** `out[m,n] = offsets[n]·Σ_e x[m,column_e] + scales[n]·Σ_e code_e·x[m,column_e] (+ addend[m,n])` over the entries e of output n: weights of
 *  which few are there, a byte each with a scale and an offset of their row. */
export interface SparseGemm {
  /** float32 [rows, inFeatures] */
  readonly x: Offset;
  /** int32: `256·column + code`, code 0 … 255, those of an output one behind the other; columns are not checked. */
  readonly entries: Offset;
  /** int32 [outFeatures + 1]: the first entry of each output, and how many there are. */
  readonly starts: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
  /** float32 [outFeatures] */
  readonly scales: Offset;
  /** float32 [outFeatures] */
  readonly offsets: Offset;
  /** float32 [rows, outFeatures] */
  readonly addend?: Offset;
  /** float32 [rows, outFeatures]; may be `addend`. */
  readonly out: Offset;
}

export const sparseGemm: Operation<SparseGemm> = {
  opcode: 90,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "entries", o.entries),
      words(where, "starts", o.starts),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      size(where, "inFeatures", o.inFeatures),
      words(where, "scales", o.scales),
      words(where, "offsets", o.offsets),
      optional(where, "addend", o.addend),
      words(where, "out", o.out),
    ],
    split: ofProduct(o, 0.2 * o.inFeatures),
  }),
  js: sparseGemm_1x1__js,
  simd: [{ tile: [1, 1], when: anyRows }],
};
