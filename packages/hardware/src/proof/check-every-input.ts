import { lanes, unpackLane } from "../netlist/lanes.ts";
import type { Simulator } from "../netlist/simulate.ts";
import type { Unit } from "../units/unit.ts";
import { type CheckedBehaviour, mismatchOf } from "./check-behaviour.ts";
import { everyPass } from "./drawn-vectors.ts";

const mostBits = 20;

/** Runs a circuit without registers on every input there is, beside the behaviour of its unit.
 *  @throws RangeError for a unit with more than 20 bits of inputs, or with latency. */
export function checkEveryInput(simulator: Simulator, unit: Unit): CheckedBehaviour {
  const { inputs, outputs } = unit.module;
  const bits = inputs.reduce((sum, { bus }) => sum + bus.length, 0);
  if (bits > mostBits || unit.latency > 0) {
    throw new RangeError(
      `checkEveryInput: unit must have at most ${mostBits} bits of inputs and no latency, got ${bits} bits and ${unit.latency}`,
    );
  }
  for (const words of everyPass(inputs)) {
    for (const { name } of inputs) simulator.set(name, words[name]);
    const actual = outputs.map(({ name }) => ({ name, words: simulator.get(name) }));
    for (let lane = 0; lane < Math.min(lanes, 2 ** bits); lane++) {
      const vector = Object.fromEntries(
        inputs.map(({ name }) => [name, unpackLane(words[name], lane)]),
      );
      const mismatch = mismatchOf(unit, vector, actual, lane);
      if (mismatch !== undefined) return { vectors: 2 ** bits, mismatch };
    }
  }
  return { vectors: 2 ** bits };
}
