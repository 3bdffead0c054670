import type { Target } from "../synthesis/target.ts";
import type { ArrivalSource, Literal } from "./logic-graph.ts";

/** Delays of a carry chain: from an operand to its sum, to its carry, by a bit, and from a carry to the sum. */
export type ChainDelays = readonly [
  ...[direct: number, toCarry: number, perBit: number, fromCarry: number],
];

/** Delays in ps that Yosys' mapper knows; on xc7 none. */
export const chainDelays: Readonly<Partial<Record<Target, ChainDelays>>> = {
  ice40: [400, 452, 186, 316],
  ecp5: [379, 516, 21.5, 265],
};

/** What the sum of a place depends on: operands of it and of those below. */
export function chainSources(
  delays: ChainDelays | undefined,
  operands: readonly (readonly Literal[])[],
  place: number,
): ArrivalSource[] {
  if (delays === undefined) return [];
  const [direct, toCarry, perBit, fromCarry] = delays;
  return operands.slice(0, place + 1).flatMap((bits, i) =>
    bits
      .filter((literal) => literal > 1)
      .map((literal) => ({
        literal,
        delay: i === place ? direct : toCarry + perBit * (place - i - 1) + fromCarry,
      })),
  );
}
