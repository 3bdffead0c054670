import { checkPositiveInteger } from "@bnnkit/core";
import { lanes, packLanes, unpackLane } from "../netlist/lanes.ts";
import type { Simulator } from "../netlist/simulate.ts";
import type { PortBits, Unit } from "../units/unit.ts";
import { type DrawVectors, drawnPass, drawnVectors, type PortVectors } from "./drawn-vectors.ts";

export interface CheckBehaviourOptions {
  /** Vectors to be tried, rounded up to whole passes of 32. Default 10,240. */
  readonly vectors?: number;
  /** Of the random vectors. Default 1. */
  readonly seed?: number;
  /** Gives 32 vectors of a port from the fifth pass on, where random bits would hardly meet what matters. Default: random bits. */
  readonly draw?: DrawVectors;
}

/** A vector for which a circuit does not do what its unit says. */
export interface Mismatch {
  readonly port: string;
  readonly inputs: PortBits;
  readonly expected: Uint8Array;
  readonly actual: Uint8Array;
}

export interface CheckedBehaviour {
  readonly vectors: number;
  /** The first one found; absent where the circuit is right for every vector. */
  readonly mismatch?: Mismatch;
}

/**
 * Runs a circuit (a simulated module, or a netlist that was synthesised from it) beside the behaviour of its unit.
 *
 * Vectors are all zeros, all ones, few bits set, few bits clear, and random ones; a pipelined unit gets a new one each clock, so that stages that do
 * not keep step show. Inputs that must be held change every 8 passes.
 */
export function checkBehaviour(
  simulator: Simulator,
  unit: Unit,
  options: CheckBehaviourOptions = {},
): CheckedBehaviour {
  const { vectors = 10_240, seed = 1, draw } = options;
  checkPositiveInteger("checkBehaviour", "vectors", vectors);
  const passes = Math.ceil(vectors / lanes);
  const block = unit.held.length > 0 ? 8 : passes;
  for (let start = 0; start < passes; start += block) {
    const mismatch = runBlock(simulator, unit, Math.min(block, passes - start), {
      seed: seed + start,
      draw,
    });
    if (mismatch !== undefined) return { vectors: passes * lanes, mismatch };
  }
  return { vectors: passes * lanes };
}

function runBlock(
  simulator: Simulator,
  unit: Unit,
  passes: number,
  { seed, draw }: { readonly seed: number; readonly draw: DrawVectors | undefined },
): Mismatch | undefined {
  const held = Object.fromEntries(
    unit.module.inputs
      .filter(({ name }) => unit.held.includes(name))
      .map((port) => [port.name, drawnVectors(port, seed, 5)]),
  );
  const given: PortVectors[] = [];
  for (let pass = 0; pass < passes + unit.latency; pass++) {
    if (pass < passes) {
      const vectors = drawnPass(unit.module.inputs, { seed: seed + pass, pass, draw, held });
      for (const { name, bus } of unit.module.inputs)
        simulator.set(name, packLanes(vectors[name], bus.length));
      given.push(vectors);
    }
    if (pass >= unit.latency) {
      const mismatch = compare(simulator, unit, given[pass - unit.latency]);
      if (mismatch !== undefined) return mismatch;
    }
    if (unit.latency > 0) simulator.clock();
  }
  return undefined;
}

function compare(simulator: Simulator, unit: Unit, vectors: PortVectors): Mismatch | undefined {
  const outputs = unit.module.outputs.map(({ name }) => ({ name, words: simulator.get(name) }));
  for (let lane = 0; lane < lanes; lane++) {
    const inputs = Object.fromEntries(
      Object.entries(vectors).map(([name, ports]) => [name, ports[lane]]),
    );
    const mismatch = mismatchOf(unit, inputs, outputs, lane);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

/** What is wrong in a lane of the outputs of a circuit, given what a unit does. */
export function mismatchOf(
  unit: Unit,
  inputs: PortBits,
  outputs: readonly { readonly name: string; readonly words: Uint32Array }[],
  lane: number,
): Mismatch | undefined {
  const behaviour = unit.behaviour(inputs);
  for (const { name, words } of outputs) {
    const [actual, expected] = [unpackLane(words, lane), behaviour[name]];
    if (actual.some((bit, i) => bit !== expected[i])) {
      return { port: name, inputs, expected, actual };
    }
  }
  return undefined;
}
