import { tableGemm_1x1__js } from "../../js/table-gemm.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import {
  INT8_STEPS,
  type TableProduct,
  tableKernels,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/** `sums[m,n] = Σ_k codes[m,k]·w[n,k]`, then as {@link ScaledOutput} says. */
export interface TableGemm extends TableProduct, FloatOutput {}

export const tableGemm: Operation<TableGemm> = {
  opcode: 34,
  instruction: (where, o) => ({
    words: [...tableProductWords(where, o), ...floatWords(where, o)],
    split: tableSplit(o, INT8_STEPS),
  }),
  js: tableGemm_1x1__js,
  simd: tableKernels,
};
