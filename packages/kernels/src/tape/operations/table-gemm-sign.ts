import { tableGemmSign_1x1__js } from "../../js/table-gemm.ts";
import type { Operation } from "../operation.ts";
import { type SignOutput, signWords } from "../product-output.ts";
import {
  INT8_STEPS,
  type TableProduct,
  tableKernels,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/** Signs of `sums[m,n] = Σ_k codes[m,k]·w[n,k]`, exact for inFeatures ≤ 2²⁰, see {@link SignOutput}. */
export interface TableGemmSign extends TableProduct, SignOutput {}

export const tableGemmSign: Operation<TableGemmSign> = {
  opcode: 41,
  instruction: (where, o) => ({
    words: [...tableProductWords(where, o), ...signWords(where, o)],
    split: tableSplit(o, INT8_STEPS),
  }),
  js: tableGemmSign_1x1__js,
  simd: tableKernels,
};
