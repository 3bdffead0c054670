import { wordsPerRow } from "@bnnkit/core";
import { binaryKernels } from "../tune/binary-choice.ts";
import { type Cell, type Offset, size, words } from "./operand.ts";
import type { Instruction, Target } from "./operation.ts";
import { pairScratch } from "./pair-scratch.ts";
import { ofProduct } from "./split.ts";

/** What every product of bits reads: `dot[m,n] = K − 2·popcount(bits[m] ⊕ weights[n])`. */
export interface BinaryProduct {
  /** uint32 [rows, wordsPerRow(inFeatures)] */
  readonly bits: Offset;
  /** Byte lanes, see `packByteLanes`. */
  readonly weights: Offset;
  readonly rows: Cell;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** The instruction of a product of bits: its own words, then those of the output. */
export function binaryInstruction(
  where: string,
  o: BinaryProduct,
  { isa, choice }: Target,
  output: readonly number[],
): Instruction {
  const inFeatures = size(where, "inFeatures", o.inFeatures);
  const { pairs, byteLength } = pairScratch(4 * wordsPerRow(inFeatures));
  return {
    words: [
      words(where, "bits", o.bits),
      words(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      inFeatures,
      wordsPerRow(inFeatures),
      // Which kernel to take for how many rows, see binary-kernels.ts; 0 leaves it to the operator.
      pairs | binaryKernels(isa, choice, o),
      ...output,
    ],
    split: ofProduct(o, wordsPerRow(inFeatures)),
    scratchBytes: byteLength,
  };
}
