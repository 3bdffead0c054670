import { bgemmSign_1x1__js } from "../../js/bgemm.ts";
import { type BinaryProduct, binaryInstruction } from "../binary-product.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";

/**
 * `out[m,n] = (popcount(bits[m] ⊕ weights[n]) > thresholds[n]) ⊕ flips[n]`: the sign bits of a batch-normalized layer,
 * see `popcountThresholds`. The bits that pad a row are 0.
 */
export interface BgemmSign extends BinaryProduct {
  /** int32 [outFeatures] */
  readonly thresholds: Offset;
  /** uint32 [wordsPerRow(outFeatures)], bit n for channel n */
  readonly flips: Offset;
  /** uint32 [rows, wordsPerRow(outFeatures)] */
  readonly out: Offset;
}

export const bgemmSign: Operation<BgemmSign> = {
  opcode: 19,
  instruction: (where, o, target) =>
    binaryInstruction(where, o, target, [
      words(where, "thresholds", o.thresholds),
      words(where, "flips", o.flips),
      words(where, "out", o.out),
    ]),
  js: bgemmSign_1x1__js,
  simd: [],
};
