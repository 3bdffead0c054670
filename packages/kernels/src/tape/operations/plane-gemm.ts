import { planeGemm_1x1__js } from "../../js/plane-gemm.ts";
import type { Operation } from "../operation.ts";
import { planeKernels } from "../plane-product.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { type RealPlaneProduct, realPlaneInstruction } from "../real-plane-product.ts";

/** `out = y` as float32 of the sums, see {@link RealPlaneProduct}, {@link ScaledOutput}. */
export interface PlaneGemm extends RealPlaneProduct, FloatOutput {}

export const planeGemm: Operation<PlaneGemm> = {
  opcode: 38,
  instruction: (where, o) => realPlaneInstruction(where, o, floatWords(where, o)),
  js: planeGemm_1x1__js,
  simd: planeKernels,
};
