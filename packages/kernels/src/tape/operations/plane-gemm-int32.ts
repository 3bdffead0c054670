import { planeGemmInt32_1x1__js } from "../../js/plane-gemm.ts";
import { type IntegerPlaneProduct, integerPlaneInstruction } from "../integer-plane-product.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { planeKernels } from "../plane-product.ts";

/** `out[m,n] = sums[m,n]` as int32, see {@link IntegerPlaneProduct}. */
export interface PlaneGemmInt32 extends IntegerPlaneProduct {
  /** int32 [rows, outFeatures] */
  readonly out: Offset;
}

export const planeGemmInt32: Operation<PlaneGemmInt32> = {
  opcode: 37,
  instruction: (where, o) => integerPlaneInstruction(where, o, [words(where, "out", o.out)]),
  js: planeGemmInt32_1x1__js,
  simd: planeKernels,
};
