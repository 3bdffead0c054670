import { checkIntegerBetween } from "@bnnkit/core";
import { bytes, type Cell, flag, type Offset, size, words } from "./operand.ts";
import type { Instruction } from "./operation.ts";
import { lastRow, rowPairs, type SimdKernel } from "./simd-kernel.ts";
import { ofProduct } from "./split.ts";

/** What every product of bytes reads: `dot[m,n] = Σ_k codes[m,k]·weights[n,k]`, exact. */
export interface Int8Product {
  /** int8 [rows, inFeatures], or uint8 with `unsigned` */
  readonly codes: Offset;
  /** Whether codes are 0 … 255, as pixels are. Default false. */
  readonly unsigned?: boolean;
  /** int8 [outFeatures, inFeatures] */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  /** At most 65793, so that sums fit an int32. */
  readonly inFeatures: number;
}

/** 2³¹/(255·128): with more, sums leave the int32. */
const MAXIMUM_FEATURES = 65793;

/** The instruction of a product of bytes: its own words, then those of the output. */
export function int8Instruction(
  where: string,
  o: Int8Product,
  output: readonly number[],
): Instruction {
  checkIntegerBetween(where, "inFeatures", o.inFeatures, 1, MAXIMUM_FEATURES);
  return {
    words: [
      bytes(where, "codes", o.codes),
      bytes(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      o.inFeatures,
      flag(o.unsigned),
      ...output,
    ],
    split: ofProduct(o, 0.25 * o.inFeatures),
    // Sums of eight rows in 16 columns; eight rows of activations widened to int16, in whole blocks of 16.
    scratchBytes: 8 * 16 * 4 + 8 * 16 * Math.ceil(o.inFeatures / 16) * 2,
  };
}

export const int8Kernels: readonly SimdKernel[] = [
  { tile: [2, 4], when: rowPairs },
  { tile: [1, 4], when: lastRow },
];
