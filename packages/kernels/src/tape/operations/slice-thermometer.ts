import { checkIntegerBetween } from "@bnnkit/core";
import { sliceThermometer_16x1__js } from "../../js/slice-thermometer.ts";
import { elementWord } from "../element.ts";
import { bytes, type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** A thermometer of bytes as slices: slice `i·features + k` says which samples have `x[s, k] ≥ thresholds[i, k]`. Samples that fill
 *  the last block are zeros. */
export interface SliceThermometer {
  /** bytes [samples, features] */
  readonly x: Offset;
  readonly element: "uint8" | "int8";
  readonly samples: Cell;
  readonly features: number;
  /** Thresholds of a feature, which need not rise. */
  readonly count: number;
  /** bytes [count, features, 2], see `packByteThresholds` */
  readonly thresholds: Offset;
  /** uint32 [count·features, 4·⌈samples/128⌉] */
  readonly slices: Offset;
}

const MOST_THRESHOLDS = 255;

/** Sixteen rows of sixteen bytes. */
const SCRATCH_BYTES = 256;

export const sliceThermometer: Operation<SliceThermometer> = {
  opcode: 101,
  instruction(where, o) {
    checkIntegerBetween(where, "count", o.count, 1, MOST_THRESHOLDS);
    return {
      words: [
        bytes(where, "x", o.x),
        elementWord(where, o.element, ["uint8", "int8"]),
        words(where, "samples", o.samples),
        size(where, "features", o.features),
        o.count,
        bytes(where, "thresholds", o.thresholds),
        words(where, "slices", o.slices),
      ],
      split: {
        rows: o.samples,
        steps: o.features * (1 + 0.4 * o.count),
        leastUnits: o.features,
      },
      scratchBytes: SCRATCH_BYTES,
    };
  },
  js: sliceThermometer_16x1__js,
  simd: [{ tile: [16, 1], when: anyRows }],
};
