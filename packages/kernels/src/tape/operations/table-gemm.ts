import { tableGemm_1x1__js } from "../../js/table-gemm.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { biasAndRelu } from "../product-output.ts";
import {
  INT8_STEPS,
  type TableProduct,
  tableKernels,
  tableProductWords,
  tableSplit,
} from "../table-product.ts";

/** `out[m,n] = (Σ_k codes[m,k]·w[n,k])·(rowScales[m]·columnScales[n]) + bias[n]`, then ReLU if asked for. */
export interface TableGemm extends TableProduct {
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  readonly relu?: boolean;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

export const tableGemm: Operation<TableGemm> = {
  opcode: 34,
  instruction: (where, o) => ({
    words: [
      ...tableProductWords(where, o),
      words(where, "rowScales", o.rowScales),
      words(where, "columnScales", o.columnScales),
      ...biasAndRelu(where, o),
      words(where, "out", o.out),
    ],
    split: tableSplit(o, INT8_STEPS),
  }),
  js: tableGemm_1x1__js,
  simd: tableKernels,
};
