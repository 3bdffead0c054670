import { planeGemmSign_1x1__js } from "../../js/plane-gemm.ts";
import { type IntegerPlaneProduct, integerPlaneInstruction } from "../integer-plane-product.ts";
import type { Operation } from "../operation.ts";
import { planeKernels } from "../plane-product.ts";
import { type SignOutput, signWords } from "../product-output.ts";

/** Signs of the sums, see {@link IntegerPlaneProduct}, {@link SignOutput}. */
export interface PlaneGemmSign extends IntegerPlaneProduct, SignOutput {}

export const planeGemmSign: Operation<PlaneGemmSign> = {
  opcode: 43,
  instruction: (where, o) => integerPlaneInstruction(where, o, signWords(where, o)),
  js: planeGemmSign_1x1__js,
  simd: planeKernels,
};
