import { lanes, packLanes, unpackLane } from "../netlist/lanes.ts";
import type { Simulator } from "../netlist/simulate.ts";
import type { PortBits, Unit } from "../units/unit.ts";
import type { CheckedBehaviour } from "./check-behaviour.ts";

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
  const count = 2 ** bits;
  for (let first = 0; first < count; first += lanes) {
    const vectors = Array.from({ length: lanes }, (_, lane) =>
      inputsOf(unit, (first + lane) % count),
    );
    for (const { name, bus } of inputs) {
      simulator.set(
        name,
        packLanes(
          vectors.map((vector) => vector[name]),
          bus.length,
        ),
      );
    }
    for (const [lane, vector] of vectors.entries()) {
      const behaviour = unit.behaviour(vector);
      for (const { name } of outputs) {
        const [actual, expected] = [unpackLane(simulator.get(name), lane), behaviour[name]];
        if (actual.some((bit, i) => bit !== expected[i])) {
          const mismatch = { port: name, inputs: vector, expected, actual };
          return { vectors: count, mismatch };
        }
      }
    }
  }
  return { vectors: count };
}

/** The bits of a number, port after port. */
function inputsOf({ module: { inputs } }: Unit, number: number): PortBits {
  let rest = number;
  return Object.fromEntries(
    inputs.map(({ name, bus }) => {
      const bits = bus.map(() => {
        const bit = rest % 2;
        rest = Math.floor(rest / 2);
        return bit;
      });
      return [name, Uint8Array.from(bits)];
    }),
  );
}
