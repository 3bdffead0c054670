import { tableGemmFloat32_1x1__js } from "../../js/table-gemm-float32.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { anyRows } from "../simd-kernel.ts";
import {
  FLOAT32_STEPS,
  type TableProduct,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/**
 * `sums[m,n] = Σ_k x[m,k]·w[n,k]`, then as {@link ScaledOutput} says. The sum is exact over the rounded row, so its error
 * is at most `0.76·s·Σ_k |w[n,k]|`, s ≈ max|x|/2²² (see {@link TabulateFloat32}), plus the rounding of the output.
 */
export interface TableGemmFloat32 extends TableProduct, FloatOutput {}

export const tableGemmFloat32: Operation<TableGemmFloat32> = {
  opcode: 36,
  instruction: (where, o) => ({
    words: [...tableProductWords(where, o), ...floatWords(where, o)],
    split: tableSplit(o, FLOAT32_STEPS),
  }),
  js: tableGemmFloat32_1x1__js,
  simd: [{ tile: [1, 16], when: anyRows, looksUp: true }],
};
