import { gemmInt8_1x1__js } from "../../js/gemm-int8.ts";
import { type Int8Product, int8Instruction, int8Kernels } from "../int8-product.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";

/** `out = y` as float32 of the sums `dot`, see {@link Int8Product}, {@link ScaledOutput}. */
export interface GemmInt8 extends Int8Product, FloatOutput {}

export const gemmInt8: Operation<GemmInt8> = {
  opcode: 14,
  instruction: (where, o) => int8Instruction(where, o, floatWords(where, o)),
  js: gemmInt8_1x1__js,
  simd: int8Kernels,
};
