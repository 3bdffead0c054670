import { checkLength } from "@bnnkit/core";
import { isClocked } from "./cell.ts";
import { clockedState } from "./clocked-state.ts";
import { evaluateCell } from "./evaluate-cell.ts";
import { busOf, type Module } from "./module.ts";
import { one, zero } from "./net.ts";

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
  const ports = [...module.inputs, ...module.outputs];
  let isSettled = false;
  const settle = (): void => {
    if (isSettled) return;
    values[zero] = 0;
    for (const cell of module.cells) {
      const drive = states.get(cell)?.settle;
      if (drive === undefined) evaluateCell(cell, values);
      else drive();
    }
    isSettled = true;
  };
  return {
    set(port, words) {
      const bus = busOf("set", module.inputs, port);
      checkLength("set", `words of ${port}`, words.length, bus.length);
      for (let bit = 0; bit < bus.length; bit++) values[bus[bit]] = words[bit];
      isSettled = false;
    },
    get(port) {
      settle();
      return Uint32Array.from(busOf("get", ports, port), (net) => values[net]);
    },
    clock() {
      settle();
      for (const state of states.values()) state.sample();
      for (const state of states.values()) state.update();
      isSettled = false;
    },
  };
}
