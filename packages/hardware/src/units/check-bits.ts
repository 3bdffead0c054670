import { checkIntegerBetween, checkLength } from "@bnnkit/core";

/** Throws a RangeError unless there are `count` bits, each 0 or 1. */
export function checkBits(where: string, name: string, bits: Uint8Array, count: number): void {
  checkLength(where, name, bits.length, count);
  bits.forEach((bit, i) => {
    checkIntegerBetween(where, `${name}[${i}]`, bit, 0, 1);
  });
}
