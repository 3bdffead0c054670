import { groupSum_128x1__js } from "../../js/group-sum.ts";
import { type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** `out[s, g] = Σ_i x[g·groupSize + i]` of slices: how many bits of each group are 1, counted for 128 samples at once by carry-save
 *  adders, digit by digit. */
export interface GroupSum {
  /** Slices [groups·groupSize], see `sliceBits`. */
  readonly x: Offset;
  readonly samples: Cell;
  readonly groups: number;
  readonly groupSize: number;
  /** int32 [samples, groups] */
  readonly out: Offset;
}

/** A vector for each binary digit of a count. */
const SCRATCH_BYTES = 16 * 32;

export const groupSum: Operation<GroupSum> = {
  opcode: 98,
  instruction: (where, o) => ({
    words: [
      words(where, "x", o.x),
      words(where, "samples", o.samples),
      size(where, "groups", o.groups),
      size(where, "groupSize", o.groupSize),
      words(where, "out", o.out),
    ],
    split: {
      rows: o.samples,
      steps: o.groups * (o.groupSize / 20 + 10),
      leastUnits: o.groups,
    },
    scratchBytes: SCRATCH_BYTES,
  }),
  js: groupSum_128x1__js,
  simd: [{ tile: [128, 1], when: anyRows }],
};
