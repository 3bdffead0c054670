import { checkIntegerBetween, checkLength } from "@bnnkit/core";
import { gates_128x1__js } from "../../js/gates.ts";
import { gateKinds } from "../../pack-gates.ts";
import { type Cell, type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/** A layer of gates of two inputs on slices, 128 samples at once. Gates are sorted by their function, see `packGates`; their
 *  inputs and outputs are not checked. */
export interface Gates {
  /** Slices, see `sliceBits`. */
  readonly x: Offset;
  readonly samples: Cell;
  /** int32 [gates, 3]: slices of `x`, and the slice of `out`. */
  readonly program: Offset;
  /** Gates of each function. */
  readonly counts: readonly number[];
  /** uint32 [gates, 4·⌈samples/128⌉], which `x` must not overlap. */
  readonly out: Offset;
}

export const gates: Operation<Gates> = {
  opcode: 100,
  instruction(where, o) {
    checkLength(where, "counts", o.counts.length, gateKinds.length);
    for (const [i, count] of o.counts.entries()) {
      checkIntegerBetween(where, `counts[${i}]`, count, 0, 2 ** 30);
    }
    const count = o.counts.reduce((sum, n) => sum + n, 0);
    return {
      words: [
        words(where, "x", o.x),
        words(where, "samples", o.samples),
        words(where, "program", o.program),
        words(where, "out", o.out),
        count,
        ...o.counts,
      ],
      split: { rows: o.samples, steps: count / 20, leastUnits: count },
    };
  },
  js: gates_128x1__js,
  simd: [{ tile: [128, 1], when: anyRows }],
};
