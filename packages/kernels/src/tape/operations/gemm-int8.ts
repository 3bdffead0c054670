import { gemmInt8_1x1__js } from "../../js/gemm-int8.ts";
import { type Int8Product, int8Instruction, int8Kernels } from "../int8-product.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out[m,n] = dot[m,n]·(rowScales[m]·columnScales[n])`, see {@link Int8Product}. */
export interface GemmInt8 extends Int8Product {
  /** float32 [rows] */
  readonly rowScales: Offset;
  /** float32 [outFeatures] */
  readonly columnScales: Offset;
  /** float32 [rows, outFeatures] */
  readonly out: Offset;
}

export const gemmInt8: Operation<GemmInt8> = {
  opcode: 14,
  instruction: (where, o) =>
    int8Instruction(where, o, [
      words(where, "rowScales", o.rowScales),
      words(where, "columnScales", o.columnScales),
      words(where, "out", o.out),
    ]),
  js: gemmInt8_1x1__js,
  simd: int8Kernels,
};
