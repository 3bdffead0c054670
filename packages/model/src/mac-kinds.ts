import { digitBits } from "@bnnkit/core";
import type { Macs } from "./work.ts";

/** Multiply-accumulates by what it takes to do them. */
export interface MacKinds {
  /** Of two digits of one bit: an xor or an and, and a population count. */
  readonly binary: number;
  /** Of any other two digits that are no float32. */
  readonly integer: number;
  /** With a float32 on at least one side. */
  readonly float: number;
  /** Part that is binary, 0 to 1; 0 without any. */
  readonly binaryShare: number;
}

/** Sorts multiply-accumulates by their digits. */
export function macKinds(macs: Macs): MacKinds {
  const counts = { binary: 0, integer: 0, float: 0 };
  for (const [pair, count] of Object.entries(macs)) counts[kindOf(pair)] += count;
  const all = counts.binary + counts.integer + counts.float;
  return { ...counts, binaryShare: all === 0 ? 0 : counts.binary / all };
}

/** Arithmetic computation effort (ACE): Σ MACs · bits of one side · bits of the other. Numbers of two and of three bits, which
 *  are six products of digits, count six. A float32 has 32 bits, a ternary digit 2.
 *
 *  Zhang et al. 2022, PokeBNN: A Binary Pursuit of Lightweight Accuracy, https://arxiv.org/abs/2112.00133, §3 */
export function computationEffort(macs: Macs): number {
  return Object.entries(macs).reduce((sum, [pair, count]) => {
    const [a, b] = sidesOf(pair);
    return sum + count * bitsOf(a) * bitsOf(b);
  }, 0);
}

function kindOf(pair: string): "binary" | "integer" | "float" {
  const sides = sidesOf(pair);
  if (sides.every((digit) => bitsOf(digit) === 1)) return "binary";
  return sides.includes("float32") ? "float" : "integer";
}

/** Both digits of `"bipolar·int8"`. */
function sidesOf(pair: string): readonly [string, string] {
  const [a = "", b = ""] = pair.split("·");
  return [a, b];
}

const bitsByDigit: ReadonlyMap<string, number> = new Map(Object.entries(digitBits));

function bitsOf(digit: string): number {
  return bitsByDigit.get(digit) ?? 0;
}
