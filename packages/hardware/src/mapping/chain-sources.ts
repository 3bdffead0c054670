import type { Target } from "../synthesis/target.ts";
import type { ArrivalSource, Literal } from "./logic-graph.ts";

/** Delays of a carry chain's cells: from an operand to its sum and to the carry out of its cell, from the carry into a cell to the carry out of
 *  it and to its sums. */
export interface ChainDelays {
  readonly toSum: number;
  /** To the sum of the second place of a cell from the first. */
  readonly toNextSum?: number;
  readonly toCarry: number;
  readonly carryToCarry: number;
  /** By place within a cell, as many as it has. */
  readonly carryToSum: readonly number[];
  /** From the carry out of the last cell to a signal; default 0. */
  readonly carryToSignal?: number;
}

/** Delays of what is beside the tables of a cover. */
export interface CellDelays {
  readonly chain?: ChainDelays;
  /** From the clock to what a register keeps. */
  readonly register?: number;
}

/** Delays in ps that Yosys' mapper knows; on xc7 none. */
export const cellDelays: Readonly<Record<Target, CellDelays>> = {
  xc7: {},
  ice40: {
    chain: { toSum: 400, toCarry: 259, carryToCarry: 126, carryToSum: [316] },
    register: 540,
  },
  ecp5: {
    chain: { toSum: 379, toNextSum: 630, toCarry: 516, carryToCarry: 43, carryToSum: [257, 273] },
  },
  asic: {},
};

/** What the sum of a place depends on: operands of it and of those below, and the carry into the chain; nothing without delays. */
export function chainSources(
  { chain: delays }: CellDelays,
  operands: readonly (readonly Literal[])[],
  { place, carry }: { readonly place: number; readonly carry: Literal },
): ArrivalSource[] {
  if (delays === undefined) return [];
  const { carryToSum, carryToCarry } = delays;
  const cell = Math.floor(place / carryToSum.length);
  const toSum = carryToSum[place % carryToSum.length];
  const fromCarry = { literal: carry, delay: carryToCarry * cell + toSum };
  const fromOperands = operands.slice(0, place + 1).flatMap((bits, i) => {
    const between = cell - Math.floor(i / carryToSum.length) - 1;
    const throughCarry = delays.toCarry + carryToCarry * between + toSum;
    const within = i === place ? delays.toSum : (delays.toNextSum ?? delays.toSum);
    const delay = between < 0 ? within : throughCarry;
    return bits.map((literal) => ({ literal, delay }));
  });
  return [...fromOperands, fromCarry].filter(({ literal }) => literal > 1);
}

/** What the carry out of a chain depends on. */
export function carrySources(
  { chain: delays }: CellDelays,
  operands: readonly (readonly Literal[])[],
): ArrivalSource[] {
  if (delays === undefined) return [];
  const places = delays.carryToSum.length;
  const cells = Math.ceil(operands.length / places);
  return operands.flatMap((bits, i) => {
    const between = cells - Math.floor(i / places) - 1;
    const delay = delays.toCarry + delays.carryToCarry * between + (delays.carryToSignal ?? 0);
    return bits.filter((literal) => literal > 1).map((literal) => ({ literal, delay }));
  });
}

/** When what a register keeps is there after a clock. */
export function registerSources({ register = 0 }: CellDelays): ArrivalSource[] {
  return register === 0 ? [] : [{ literal: 0, delay: register }];
}
