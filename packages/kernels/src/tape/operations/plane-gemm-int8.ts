import { planeGemmInt8_1x1__js } from "../../js/plane-gemm.ts";
import type { Operation } from "../operation.ts";
import { planeKernels } from "../plane-product.ts";
import { type Int8Output, int8Words } from "../product-output.ts";
import { type RealPlaneProduct, realPlaneInstruction } from "../real-plane-product.ts";

/** `y` of the sums in digits of a step, see {@link RealPlaneProduct}, {@link Int8Output}. */
export interface PlaneGemmInt8 extends RealPlaneProduct, Int8Output {}

export const planeGemmInt8: Operation<PlaneGemmInt8> = {
  opcode: 42,
  instruction: (where, o) => realPlaneInstruction(where, o, int8Words(where, o)),
  js: planeGemmInt8_1x1__js,
  simd: planeKernels,
};
