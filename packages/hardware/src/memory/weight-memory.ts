import { checkPositiveInteger } from "@bnnkit/core";
import { checkChoice } from "../units/check-choice.ts";
import { type BlockRam, packBlockRam } from "./block-ram.ts";
import type { WordsByWidth } from "./memory-shape.ts";

/** A matrix of `outputs` rows of `inputs` weights whose unit does `pe` rows and `simd` columns at a time. */
export interface FoldedWeights {
  readonly inputs: number;
  readonly outputs: number;
  readonly pe: number;
  readonly simd: number;
  /** Default 1. */
  readonly weightBits?: number;
}

/** A memory for each row that is done at a time, or one that holds the words of all of them side by side. */
export type WeightPacking = "per-pe" | "joint";

/** The memories of folded weights: words for each step, `⌈inputs / simd⌉·⌈outputs / pe⌉` of them.
 *  @throws RangeError for sizes < 1, and for a packing that is none. */
export function weightMemories(
  weights: FoldedWeights,
  packing: WeightPacking,
): { readonly count: number; readonly memory: WordsByWidth } {
  const { inputs, outputs, pe, simd, weightBits = 1 } = weights;
  for (const [name, size] of Object.entries({ inputs, outputs, pe, simd, weightBits }))
    checkPositiveInteger("weightMemories", name, size);
  checkChoice("weightMemories", "packing", packing, ["per-pe", "joint"]);
  const words = Math.ceil(inputs / simd) * Math.ceil(outputs / pe);
  const width = simd * weightBits;
  return packing === "per-pe"
    ? { count: pe, memory: { words, width } }
    : { count: 1, memory: { words, width: width * pe } };
}

/** Block memories of one kind that folded weights take.
 *  @throws RangeError as {@link weightMemories} and {@link packBlockRam} do. */
export function weightBlockRams(
  weights: FoldedWeights,
  blockRam: BlockRam,
  packing: WeightPacking = "per-pe",
): number {
  const { count, memory } = weightMemories(weights, packing);
  return count * packBlockRam(memory, blockRam).blocks;
}
