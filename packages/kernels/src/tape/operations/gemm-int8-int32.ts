import { gemmInt8Int32_1x1__js } from "../../js/gemm-int8.ts";
import { type Int8Product, int8Instruction, int8Kernels } from "../int8-product.ts";
import { type Offset, optional, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/** `out[m,n] = dot[m,n] + bias[n]` as int32, see {@link Int8Product}: a first layer on bytes. */
export interface GemmInt8Int32 extends Int8Product {
  /** int32 [outFeatures]; the sum with it is taken modulo 2³². */
  readonly bias?: Offset;
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

export const gemmInt8Int32: Operation<GemmInt8Int32> = {
  opcode: 20,
  instruction: (where, o) =>
    int8Instruction(where, o, [optional(where, "bias", o.bias), words(where, "out", o.out)]),
  js: gemmInt8Int32_1x1__js,
  simd: int8Kernels,
};
