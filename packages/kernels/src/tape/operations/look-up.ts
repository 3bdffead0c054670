import { lookUp_128x1__js } from "../../js/look-up.ts";
import { addressSteps, type TupleAddresses, tupleWords } from "../look-up-words.ts";
import { type Offset, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { anyRows } from "../simd-kernel.ts";

/**
 * RAM nodes and Bloom filters with entries of one bit: `out[s, c] = Σ_t Π_h bit c of masks[t, address_h(s, t)]`.
 *
 * One look-up answers for 32 classes, and their answers are added bit-sliced.
 */
export interface LookUp extends TupleAddresses {
  /** uint32 [tuples, 2^digits, ⌈classes/32⌉]: bit c mod 32 of word ⌊c/32⌋ is the entry of class c; 0 beyond the classes. */
  readonly masks: Offset;
  /** int32 [samples, classes] */
  readonly out: Offset;
}

const DIGITS_BYTES = 512;
const BLOCK_BYTES = 512;

export const lookUp: Operation<LookUp> = {
  opcode: 102,
  instruction(where, o) {
    const masksOfTuple = Math.ceil(o.classes / 32) * (o.hashes + 2);
    return {
      words: [
        ...tupleWords(where, o),
        words(where, "mapping", o.mapping),
        words(where, "taps", o.taps),
        words(where, "masks", o.masks),
        words(where, "out", o.out),
      ],
      split: {
        rows: o.samples,
        steps: o.tuples * (addressSteps(o) + masksOfTuple) + o.classes,
        units: 1 / 128,
      },
      scratchBytes: DIGITS_BYTES + BLOCK_BYTES * (o.hashes + 32 - Math.clz32(o.tuples)),
    };
  },
  js: lookUp_128x1__js,
  simd: [{ tile: [128, 1], when: anyRows }],
};
