import type { Target } from "../synthesis/target.ts";
import type { ArrivalSource, Literal } from "./logic-graph.ts";

/** Delays of carry chains in ps, from an operand to its sum, to its carry, by a bit, and from a carry to the sum;
 *  on xc7 Yosys' mapper knows none. */
const chainDelays: Readonly<Partial<Record<Target, readonly [number, number, number, number]>>> = {
  ice40: [400, 452, 186, 316],
  ecp5: [379, 516, 21.5, 265],
};

/** What the sum of a place depends on: operands of it and of those below. */
export function chainSources(
  target: Target,
  operands: readonly (readonly Literal[])[],
  place: number,
): ArrivalSource[] {
  const delays = chainDelays[target];
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
