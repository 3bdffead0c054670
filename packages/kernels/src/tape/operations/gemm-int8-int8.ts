import { gemmInt8Int8_1x1__js } from "../../js/gemm-int8.ts";
import { type Int8Product, int8Instruction, int8Kernels } from "../int8-product.ts";
import type { Operation } from "../operation.ts";
import { type Int8Output, int8Words } from "../product-output.ts";

/** `y` of the sums `dot` in digits of a step, see {@link Int8Product}, {@link Int8Output}. */
export interface GemmInt8Int8 extends Int8Product, Int8Output {}

export const gemmInt8Int8: Operation<GemmInt8Int8> = {
  opcode: 21,
  instruction: (where, o) => int8Instruction(where, o, int8Words(where, o)),
  js: gemmInt8Int8_1x1__js,
  simd: int8Kernels,
};
