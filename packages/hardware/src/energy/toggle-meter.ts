import { checkIntegerBetween, checkPositiveInteger, popcount32 } from "@bnnkit/core";
import { drawnWords } from "../netlist/drawn-words.ts";
import { lanes as allLanes } from "../netlist/lanes.ts";
import type { Simulator } from "../netlist/simulate.ts";
import type { MappedNetlist } from "../proof/mapped-netlist.ts";
import { simulateNetlist } from "../proof/simulate-netlist.ts";

/** How often nets changed. */
export interface Activity {
  /** Steps from one settled state to the next, of all copies. */
  readonly transitions: number;
  /** Changes of each net, of all copies. */
  readonly toggles: Readonly<Float64Array>;
}

/** A netlist that runs and counts changes of its nets, each at most once a step: gates have no delay, so there are no glitches. */
export interface ToggleMeter extends Simulator {
  activity(): Activity;
}

/** @param lanes  Copies that have inputs of their own, the first ones; default all 32.
 *  @throws RangeError for lanes outside 1 … 32. */
export function toggleMeter(netlist: MappedNetlist, lanes: number = allLanes): ToggleMeter {
  checkIntegerBetween("toggleMeter", "lanes", lanes, 1, allLanes);
  const mask = 0xffffffff >>> (allLanes - lanes);
  const toggles = new Float64Array(netlist.netCount);
  const last = new Uint32Array(netlist.netCount);
  let settled = 0;
  const simulator = simulateNetlist(netlist, (values) => {
    if (settled > 0) {
      for (let net = 0; net < last.length; net++)
        toggles[net] += popcount32((values[net] ^ last[net]) & mask);
    }
    last.set(values);
    settled++;
  });
  return {
    ...simulator,
    activity: () => ({
      transitions: Math.max(settled - 1, 0) * lanes,
      toggles: Float64Array.from(toggles),
    }),
  };
}

/** Activity with inputs drawn evenly, the same at every call; for what real data does, drive a {@link toggleMeter}.
 *  @throws RangeError for transitions < 1. */
export function randomActivity(netlist: MappedNetlist, transitions = 2048, seed = 1): Activity {
  checkPositiveInteger("randomActivity", "transitions", transitions);
  const meter = toggleMeter(netlist);
  const [output] = netlist.outputs;
  const steps = 1 + Math.ceil(transitions / allLanes);
  const width = netlist.inputs.reduce((sum, { bus }) => sum + bus.length, 0);
  const words = drawnWords(steps * width, seed);
  let next = 0;
  for (let step = 0; step < steps; step++) {
    for (const { name, bus } of netlist.inputs) {
      meter.set(name, words.subarray(next, next + bus.length));
      next += bus.length;
    }
    if (netlist.flipFlops.length > 0) meter.clock();
    else meter.get(output.name);
  }
  return meter.activity();
}
