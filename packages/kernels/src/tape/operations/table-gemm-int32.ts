import { tableGemmInt32_1x1__js } from "../../js/table-gemm.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import {
  INT8_STEPS,
  type TableProduct,
  tableKernels,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/** `out[m,n] = Σ_k codes[m,k]·w[n,k]` as int32, exact for inFeatures ≤ 2²⁰. */
export interface TableGemmInt32 extends TableProduct {
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

export const tableGemmInt32: Operation<TableGemmInt32> = {
  opcode: 33,
  instruction: (where, o) => ({
    words: [...tableProductWords(where, o), words(where, "out", o.out)],
    split: tableSplit(o, INT8_STEPS),
  }),
  js: tableGemmInt32_1x1__js,
  simd: tableKernels,
};
