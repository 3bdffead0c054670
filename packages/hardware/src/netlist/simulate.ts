import { isClocked } from "./cell.ts";
import { clockedState } from "./clocked-state.ts";
import { evaluateCell } from "./evaluate-cell.ts";
import type { Module } from "./module.ts";
import { one, zero } from "./net.ts";
import { simulatorOf } from "./simulator-of.ts";

/** A circuit that runs, 32 independent copies at once: a word holds a bit of each copy ({@link packLanes}). */
export interface Simulator {
  /** Sets an input; word i holds bit i of the port.
   *  @throws RangeError for a port that is none, or another number of words than its width. */
  set(port: string, words: Uint32Array): void;
  /** What an output, or an input, holds now.
   *  @throws RangeError for a port that is none. */
  get(port: string): Uint32Array;
  /** A clock edge: registers and memories take what stands before them. */
  clock(): void;
}

/** Runs a module, cycle by cycle, from registers that are 0. */
export function simulate(module: Module): Simulator {
  const values = new Uint32Array(module.netCount);
  values[one] = 0xffffffff;
  const states = new Map(
    module.cells.filter(isClocked).map((cell) => [cell, clockedState(cell, values)]),
  );
  const { inputs, outputs } = module;
  return simulatorOf({
    ...{ inputs, outputs, values },
    settle: () => {
      values[zero] = 0;
      for (const cell of module.cells) {
        const drive = states.get(cell)?.settle;
        if (drive === undefined) evaluateCell(cell, values);
        else drive();
      }
    },
    clock: () => {
      for (const state of states.values()) state.sample();
      for (const state of states.values()) state.update();
    },
  });
}
