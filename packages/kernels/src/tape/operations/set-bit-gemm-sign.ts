import { setBitGemmSign_1x1__js } from "../../js/set-bit-gemm.ts";
import type { Operation } from "../operation.ts";
import { type SignOutput, signWords } from "../product-output.ts";
import { type SetBitProduct, setBitInstruction, setBitKernels } from "../set-bit-product.ts";

/** Signs of the sums behind float32 thresholds, see {@link SetBitProduct}, {@link SignOutput}. */
export interface SetBitGemmSign extends SetBitProduct, SignOutput {}

export const setBitGemmSign: Operation<SetBitGemmSign> = {
  opcode: 45,
  instruction: (where, o) => setBitInstruction(where, o, signWords(where, o)),
  js: setBitGemmSign_1x1__js,
  simd: setBitKernels,
};
