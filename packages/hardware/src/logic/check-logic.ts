import { lanes, unpackLane } from "../netlist/lanes.ts";
import { unsignedWidth } from "../netlist/net.ts";
import type { Simulator } from "../netlist/simulate.ts";
import type { Mismatch } from "../proof/check-behaviour.ts";
import type { PortWords } from "../proof/drawn-vectors.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";
import { portBits, unsignedNumbers } from "../units/port-numbers.ts";
import { logicNetlist } from "./logic-netlist.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** Compares a circuit with its plan for 32 samples, given as words of port `x`. */
export type CheckLogic = (circuit: Simulator, inputs: PortWords) => Mismatch | undefined;

/** A check of circuits of a network of tables with their encoder, 32 samples at once: what `logicNetlist` counts, and the first of the greatest. */
export function logicChecker(plan: LogicPlan): CheckLogic {
  const { groups } = plan;
  const netlist = simulateNetlist(logicNetlist(plan));
  return (circuit, inputs) => {
    for (const simulator of [circuit, netlist]) simulator.set("x", inputs.x);
    const counts = netlist.get("counts");
    const outputs = [{ port: "counts", actual: circuit.get("counts"), wanted: counts }];
    if (groups > 1) {
      outputs.push({
        port: "class",
        actual: circuit.get("class"),
        wanted: greatest(counts, groups),
      });
    }
    for (const { port, actual, wanted } of outputs) {
      const differs = actual.reduce((any, word, i) => any | (word ^ wanted[i]), 0);
      if (differs === 0) continue;
      const lane = 31 - Math.clz32(differs);
      return {
        port,
        inputs: { x: unpackLane(inputs.x, lane) },
        ...{ expected: unpackLane(wanted, lane), actual: unpackLane(actual, lane) },
      };
    }
    return undefined;
  };
}

/** Of each lane the index of the first of the greatest counts, as words. */
function greatest(counts: Uint32Array, groups: number): Uint32Array {
  const words = new Uint32Array(unsignedWidth(groups - 1));
  for (let lane = 0; lane < lanes; lane++) {
    const numbers = unsignedNumbers(unpackLane(counts, lane), counts.length / groups);
    const index = numbers.indexOf(Math.max(...numbers));
    for (const [bit, value] of portBits(index, words.length).entries()) words[bit] |= value << lane;
  }
  return words;
}
