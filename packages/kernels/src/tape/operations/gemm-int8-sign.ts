import { gemmInt8Sign_1x1__js } from "../../js/gemm-int8.ts";
import { type Int8Product, int8Instruction, int8Kernels } from "../int8-product.ts";
import type { Operation } from "../operation.ts";
import { type SignOutput, signWords } from "../product-output.ts";

/** Signs of the sums `dot`, see {@link Int8Product}, {@link SignOutput}: a first layer on bytes with its threshold. */
export interface GemmInt8Sign extends Int8Product, SignOutput {}

export const gemmInt8Sign: Operation<GemmInt8Sign> = {
  opcode: 22,
  instruction: (where, o) => int8Instruction(where, o, signWords(where, o)),
  js: gemmInt8Sign_1x1__js,
  simd: int8Kernels,
};
