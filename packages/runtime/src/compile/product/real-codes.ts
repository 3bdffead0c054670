import type { Code } from "@bnnkit/core";
import { areBits } from "./bit-codes.ts";
import { constantDigit } from "./constant-digits.ts";

/** Whether numbers of a code can be had as floats: whole numbers, floats, bytes of pixels and sums of bits, with scales that are the
 *  same for all rows. */
export function isReal(code: Code): boolean {
  const digit = constantDigit(code);
  if (digit === undefined) return areBits(code);
  if (digit.digit === "power") return false;
  const isPlain = digit.scale === 1 && digit.offset === 0;
  return isPlain || digit.digit !== "float32";
}
