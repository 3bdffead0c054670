import { checkIntegerBetween } from "@bnnkit/core";
import { bleach_16x1__js } from "../../js/bleach.ts";
import { addressSteps, type TupleAddresses, tupleWords } from "../look-up-words.ts";
import { bytes, type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/**
 * RAM nodes and Bloom filters with counters: `out[s, c] = |{t : min_h counters[c, t, address_h(s, t)] ≥ b}|`.
 *
 * The level b of a sample rises from 1 while classes share the most votes, more than one, and any class still has votes behind it.
 */
export interface Bleach extends Omit<TupleAddresses, "mapping"> {
  /** Mappings: one for all classes, or `classes`. */
  readonly maps: number;
  /** int32 [maps, tuples, tupleSize], see {@link TupleAddresses}. */
  readonly mapping: Offset;
  /** bytes [classes, tuples, 2^digits] */
  readonly counters: Offset;
  /** int32 [samples, classes] */
  readonly out: Offset;
}

/** Samples whose counters are in scratch memory at once. */
const UNIT = 16;
const DIGITS_BYTES = 512;

export const bleach: Operation<Bleach> = {
  opcode: 103,
  instruction(where, o) {
    if (o.maps !== 1) checkIntegerBetween(where, "maps", o.maps, o.classes, o.classes);
    const row = 16 * Math.ceil(o.tuples / 16);
    return {
      words: [
        ...tupleWords(where, o),
        o.maps,
        words(where, "mapping", o.mapping),
        words(where, "taps", o.taps),
        bytes(where, "counters", o.counters),
        words(where, "out", o.out),
      ],
      split: {
        rows: o.samples,
        steps: o.tuples * (o.maps * addressSteps(o) + 2 * o.classes * o.hashes),
        units: 1 / UNIT,
      },
      scratchBytes: DIGITS_BYTES + UNIT * (4 * o.hashes + o.classes * row),
    };
  },
  js: bleach_16x1__js,
  simd: [{ tile: [UNIT, 1], when: anyRows }],
};
