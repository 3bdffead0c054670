import { setBitGemmInt8_1x1__js } from "../../js/set-bit-gemm.ts";
import type { Operation } from "../operation.ts";
import { type Int8Output, int8Words } from "../product-output.ts";
import { type SetBitProduct, setBitInstruction, setBitKernels } from "../set-bit-product.ts";

/** `y` in digits of a step, see {@link SetBitProduct}, {@link Int8Output}. */
export interface SetBitGemmInt8 extends SetBitProduct, Int8Output {}

export const setBitGemmInt8: Operation<SetBitGemmInt8> = {
  opcode: 44,
  instruction: (where, o) => setBitInstruction(where, o, int8Words(where, o)),
  js: setBitGemmInt8_1x1__js,
  simd: setBitKernels,
};
