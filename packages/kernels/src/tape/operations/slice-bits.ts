import { checkIntegerBetween } from "@bnnkit/core";
import { sliceBits_16x8__js } from "../../js/slice-bits.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/**
 * Transposes rows of bits into slices: slice i is bit i of every sample, so that a word operation computes with 128 samples.
 *
 * The bits of a sample are counted plane by plane, in each row by row: bit `(plane·rowsPerSample + row)·features + feature`.
 * Samples that fill the last block are zeros.
 */
export interface SliceBits {
  /** uint32 [samples, rowsPerSample, planes, wordsPerRow(features)] */
  readonly bits: Offset;
  readonly samples: Cell;
  /** Rows of a sample (pixels of a map). */
  readonly rowsPerSample: number;
  readonly planes: number;
  readonly features: number;
  /** uint32 [·, 4·⌈samples/128⌉], of which planes·rowsPerSample·features are written. */
  readonly slices: Offset;
  /** Where they are written. Default 0. */
  readonly firstSlice?: number;
}

export const sliceBits: Operation<SliceBits> = {
  opcode: 96,
  instruction(where, o) {
    const { firstSlice = 0 } = o;
    checkIntegerBetween(where, "firstSlice", firstSlice, 0, 2 ** 31 - 1);
    const rows = size(where, "rowsPerSample", o.rowsPerSample) * size(where, "planes", o.planes);
    const columns = rows * Math.ceil(size(where, "features", o.features) / 8);
    return {
      words: [
        words(where, "bits", o.bits),
        words(where, "samples", o.samples),
        o.rowsPerSample,
        o.planes,
        o.features,
        words(where, "slices", o.slices),
        firstSlice,
      ],
      split: { rows: o.samples, steps: 2.5 * columns, leastUnits: columns },
    };
  },
  js: sliceBits_16x8__js,
  simd: [{ tile: [16, 8], when: anyRows }],
};
