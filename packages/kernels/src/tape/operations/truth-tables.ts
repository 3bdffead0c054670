import { checkIntegerBetween } from "@bnnkit/core";
import { truthTables_128x1__js } from "../../js/truth-tables.ts";
import { bytes, type Cell, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/**
 * A layer of truth tables of three to eight inputs on slices: `out[t] = table_t[Σ_j x[connections[t, j]]·2^j]`, 128 samples at
 * once.
 *
 * A table is a polynomial over GF(2), see `packTruthTables`: the sixteen functions of its first two inputs are made once, bytes pick
 * the coefficients from them, and Horner's rule takes an AND and an exclusive OR for each. Connections are not checked.
 */
export interface TruthTables {
  /** Slices, see `sliceBits`. */
  readonly x: Offset;
  readonly samples: Cell;
  readonly tables: number;
  /** 3 to 8. */
  readonly inputsPerTable: number;
  /** int32 [tables, inputsPerTable]: input j is bit j of an address. */
  readonly connections: Offset;
  /** bytes [tables, 2^(inputsPerTable − 2)], see `packTruthTables` */
  readonly terms: Offset;
  /** uint32 [tables, 4·⌈samples/128⌉], which `x` must not overlap. */
  readonly out: Offset;
}

const LEAST_INPUTS = 3;
const MOST_INPUTS = 8;
/** Sixteen functions of two inputs. */
const SCRATCH_BYTES = 256;

export const truthTables: Operation<TruthTables> = {
  opcode: 97,
  instruction(where, o) {
    checkIntegerBetween(where, "inputsPerTable", o.inputsPerTable, LEAST_INPUTS, MOST_INPUTS);
    return {
      words: [
        words(where, "x", o.x),
        words(where, "samples", o.samples),
        size(where, "tables", o.tables),
        o.inputsPerTable,
        words(where, "connections", o.connections),
        bytes(where, "terms", o.terms),
        words(where, "out", o.out),
      ],
      split: {
        rows: o.samples,
        steps: o.tables * (0.1 + 2 ** o.inputsPerTable / 128),
        leastUnits: o.tables,
      },
      scratchBytes: SCRATCH_BYTES,
    };
  },
  js: truthTables_128x1__js,
  simd: [{ tile: [128, 1], when: anyRows }],
};
