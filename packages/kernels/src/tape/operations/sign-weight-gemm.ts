import { signWeightGemm_1x1__js } from "../../js/sign-weight-gemm.ts";
import type { Offset } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { type PackedWeightProduct, packedWeightWords } from "../packed-weight-product.ts";
import { type FloatOutput, floatWords } from "../product-output.ts";
import { lastRow, rowPairs } from "../simd-kernel.ts";
import { ofProduct } from "../split.ts";

/** `sums[m,n] = Σ_k ±x[m,k]`, the sign − where the weight bit is 1; then as {@link ScaledOutput} says. */
export interface SignWeightGemm extends PackedWeightProduct, FloatOutput {
  /** Packed lanes, see `packLanes`. */
  readonly weights: Offset;
}

export const signWeightGemm: Operation<SignWeightGemm> = {
  opcode: 7,
  instruction: (where, o) => ({
    words: [...packedWeightWords(where, o), ...floatWords(where, o)],
    split: ofProduct(o, o.inFeatures),
  }),
  js: signWeightGemm_1x1__js,
  simd: [
    { tile: [2, 8], when: rowPairs },
    { tile: [1, 16], when: lastRow },
  ],
};
