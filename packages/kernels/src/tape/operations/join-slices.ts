import { joinSlices_8x16__js } from "../../js/join-slices.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** Transposes slices back into rows of bits, with zeros behind their features: what `sliceBits` does, the other way round. */
export interface JoinSlices {
  /** uint32 [features, 4·⌈samples/128⌉] */
  readonly slices: Offset;
  readonly samples: Cell;
  readonly features: number;
  /** uint32 [samples, wordsPerRow(features)] */
  readonly bits: Offset;
}

export const joinSlices: Operation<JoinSlices> = {
  opcode: 99,
  instruction: (where, o) => ({
    words: [
      words(where, "slices", o.slices),
      words(where, "samples", o.samples),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
    ],
    split: { rows: o.samples, steps: 0.3 * o.features, units: 1 / 8 },
  }),
  js: joinSlices_8x16__js,
  simd: [{ tile: [8, 16], when: anyRows }],
};
