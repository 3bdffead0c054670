import { tableGemmInt8_1x1__js } from "../../js/table-gemm.ts";
import type { Operation } from "../operation.ts";
import { type Int8Output, int8Words } from "../product-output.ts";
import {
  INT8_STEPS,
  type TableProduct,
  tableKernels,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/** `sums[m,n] = Σ_k codes[m,k]·w[n,k]`, then in digits of a step as {@link Int8Output} says. */
export interface TableGemmInt8 extends TableProduct, Int8Output {}

export const tableGemmInt8: Operation<TableGemmInt8> = {
  opcode: 40,
  instruction: (where, o) => ({
    words: [...tableProductWords(where, o), ...int8Words(where, o)],
    split: tableSplit(o, INT8_STEPS),
  }),
  js: tableGemmInt8_1x1__js,
  simd: tableKernels,
};
