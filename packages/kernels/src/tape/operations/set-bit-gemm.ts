import { setBitGemm_1x1__js } from "../../js/set-bit-gemm.ts";
import type { Operation } from "../operation.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { type SetBitProduct, setBitInstruction, setBitKernels } from "../set-bit-product.ts";

/**
 * `out = y` as float32, see {@link SetBitProduct}, {@link ScaledOutput}. For sparse weights; dense ones are faster by
 * `tableGemmFloat32`.
 */
export interface SetBitGemm extends SetBitProduct, FloatOutput {}

export const setBitGemm: Operation<SetBitGemm> = {
  opcode: 39,
  instruction: (where, o) => setBitInstruction(where, o, floatWords(where, o)),
  js: setBitGemm_1x1__js,
  simd: setBitKernels,
};
