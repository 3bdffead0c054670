import {
  checkFinite,
  checkIntegerBetween,
  checkPositiveInteger,
  roundHalfEven,
} from "@bnnkit/core";

/** Signed numbers of `bits` bits in steps of 2^−fractionBits: Q2.9 has 12 bits, 9 of them behind the point. */
export interface FixedPointFormat {
  readonly bits: number;
  readonly fractionBits: number;
}

/** A number in steps of a format: the nearest, ties to even, the ends of the range beyond them.
 *  @throws RangeError for a number that is not finite, and for a format without bits. */
export function toFixedPoint(value: number, format: FixedPointFormat): number {
  checkFormat("toFixedPoint", format);
  checkFinite("toFixedPoint", "value", [value]);
  const limit = 2 ** (format.bits - 1);
  const steps = roundHalfEven(value * 2 ** format.fractionBits);
  // No −0.
  return Math.min(Math.max(steps, -limit), limit - 1) + 0;
}

/** The number that so many steps of a format are. */
export function fromFixedPoint(steps: number, format: FixedPointFormat): number {
  checkFormat("fromFixedPoint", format);
  const limit = 2 ** (format.bits - 1);
  checkIntegerBetween("fromFixedPoint", "steps", steps, -limit, limit - 1);
  return steps / 2 ** format.fractionBits;
}

function checkFormat(where: string, { bits, fractionBits }: FixedPointFormat): void {
  checkPositiveInteger(where, "format.bits", bits);
  checkIntegerBetween(where, "format.fractionBits", fractionBits, 0, 64);
}
