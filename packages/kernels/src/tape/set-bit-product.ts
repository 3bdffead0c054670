import type { Offset } from "./operand.ts";
import type { Instruction } from "./operation.ts";
import { type PackedWeightProduct, packedWeightWords } from "./packed-weight-product.ts";
import type { SimdKernel } from "./simd-kernel.ts";
import { ofProduct } from "./split.ts";

/**
 * What every product of floats with sparse {0,1} weights reads: `sums[m,n] = Σ_{k: bit (n,k) set} x[m,k]`, zero weights
 * skipped. Sums run in the order of k in float32; what a clear bit skips has no effect, NaN included.
 */
export interface SetBitProduct extends PackedWeightProduct {
  /** uint32 [outFeatures, wordsPerRow(inFeatures)]: the words of a `UnipolarMatrix`. */
  readonly weights: Offset;
}

/** The instruction of such a product: its own words, then those of the output. */
export function setBitInstruction(
  where: string,
  o: SetBitProduct,
  output: readonly number[],
): Instruction {
  return {
    words: [...packedWeightWords(where, o), ...output],
    split: ofProduct(o, 0.125 * o.inFeatures),
    // Sixteen transposed rows.
    scratchBytes: 64 * o.inFeatures,
  };
}

export const setBitKernels: readonly SimdKernel[] = [
  { tile: [16, 1], when: "sixteen rows, or what is left of them" },
  { tile: [1, 1], when: "a single row" },
];
