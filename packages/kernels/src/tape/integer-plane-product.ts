import { checkIntegerBetween, type PlaneCode } from "@bnnkit/core";
import type { Instruction } from "./operation.ts";
import { codeWords, type PlaneProduct, planeProductWords, planeSplit } from "./plane-product.ts";

/**
 * The product of bit planes of integers: `sums[m,n] = Σ_k a[m,k]·w[n,k]`, exact, of activations `α₀ + Σ_p α_p·bit_p` and
 * weights `β₀ + Σ_q β_q·bit_q`:
 * `Σ_q β_q·(Σ_p α_p·popcount(a_p ∧ w_q) + α₀·popcount(w_q)) + β₀·(Σ_p α_p·popcount(a_p) + α₀·K)`.
 */
export interface IntegerPlaneProduct extends PlaneProduct {
  /** What the bits of the weights stand for; one to sixteen planes. Both codes hold integers. */
  readonly weightCode: PlaneCode;
}

/** The instruction of such a product: its own words, then those of the output. */
export function integerPlaneInstruction(
  where: string,
  o: IntegerPlaneProduct,
  output: readonly number[],
): Instruction {
  const { activationCode, weightCode } = o;
  const largest = largestValue(activationCode) * largestValue(weightCode) * o.inFeatures;
  if (!(largest < 2 ** 31)) {
    throw new RangeError(
      `${where}: inFeatures·max|a|·max|w| must be below 2³¹, so that sums fit an int32, got ${largest}`,
    );
  }
  return {
    words: [
      ...planeProductWords(where, o, weightCode.weights.length),
      ...codeWords(where, "activationCode", activationCode, integer),
      ...codeWords(where, "weightCode", weightCode, integer),
      ...output,
    ],
    split: planeSplit(o, weightCode.weights.length),
  };
}

function integer(where: string, name: string, value: number): number {
  checkIntegerBetween(where, name, value, -(2 ** 31), 2 ** 31 - 1);
  return value;
}

/** The largest magnitude that a code has a value of. */
function largestValue({ offset, weights }: PlaneCode): number {
  let [lowest, highest] = [offset, offset];
  for (const weight of weights) {
    lowest += Math.min(weight, 0);
    highest += Math.max(weight, 0);
  }
  return Math.max(-lowest, highest);
}
