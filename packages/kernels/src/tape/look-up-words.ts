import { checkIntegerBetween } from "@bnnkit/core";
import { type Cell, type Offset, size, words } from "./operand.ts";

/** Tuples of bits that are looked up in tables, for 128 samples at once. */
export interface TupleAddresses {
  /** Slices, see `sliceBits`. */
  readonly x: Offset;
  readonly samples: Cell;
  readonly classes: number;
  readonly tuples: number;
  readonly tupleSize: number;
  /** Addresses that a tuple has, 1 to 16. */
  readonly hashes: number;
  /** Binary digits of an address, 1 to 30: a table has 2^digits entries. */
  readonly digits: number;
  /** int32 [tuples, tupleSize]: which slice a bit of a tuple is; below 0 the bit is 0. Not checked. */
  readonly mapping: Offset;
  /** int32: which bits of a tuple make an address, see `packTaps`. */
  readonly taps: Offset;
}

const MOST_HASHES = 16;
const MOST_DIGITS = 30;

/** x, samples, classes, tuples, tupleSize, hashes, digits */
export function tupleWords(where: string, o: TupleAddresses): readonly number[] {
  checkIntegerBetween(where, "hashes", o.hashes, 1, MOST_HASHES);
  checkIntegerBetween(where, "digits", o.digits, 1, MOST_DIGITS);
  return [
    words(where, "x", o.x),
    words(where, "samples", o.samples),
    size(where, "classes", o.classes),
    size(where, "tuples", o.tuples),
    size(where, "tupleSize", o.tupleSize),
    o.hashes,
    o.digits,
  ];
}

/** Vector operations that the addresses of a tuple take for each sample. */
export function addressSteps({ tupleSize, hashes, digits }: TupleAddresses): number {
  return hashes * digits * (1.5 + tupleSize / 256);
}
