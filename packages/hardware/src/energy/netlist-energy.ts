import { checkEqual, checkPositiveInteger } from "@bnnkit/core";
import { type Figure, figureOf } from "../figure.ts";
import type { MappedNetlist } from "../proof/mapped-netlist.ts";
import { gateEquivalents } from "../synthesis/gate-library.ts";
import { type GateEnergyModel, nangate45Energy } from "./gate-energy.ts";
import type { Activity } from "./toggle-meter.ts";

/** What a step of a netlist takes, and where it goes. */
export interface NetlistEnergy {
  /** Dynamic energy of one step (a new input vector, a clock). */
  readonly energyPj: Figure;
  /** The part of each kind of cell, the largest first, in pJ; `clock` is that of the flip-flops' clock pins. */
  readonly byType: Readonly<Record<string, number>>;
  /** Changing outputs of a step, in gate equivalents: what the model multiplies. */
  readonly switchedGe: number;
}

/**
 * Energy of a netlist of gates by how often its cells' outputs change: `Σ toggles · GE / outputs · energy of a gate equivalent`.
 *
 * Glitches, wires and leakage are not in it.
 *
 * @throws RangeError for cells that are not of the gate-equivalent library (those of FPGAs have no energies here), for activity of another netlist,
 *   and for activity without a step.
 */
export function netlistEnergy(
  netlist: MappedNetlist,
  { toggles, transitions }: Activity,
  model: GateEnergyModel = nangate45Energy,
): NetlistEnergy {
  checkPositiveInteger("netlistEnergy", "activity.transitions", transitions);
  const nets = ["activity.toggles.length", "netlist.netCount"] as const;
  checkEqual("netlistEnergy", nets[0], toggles.length, nets[1], netlist.netCount);
  const switched = new Map<string, number>();
  const add = (type: string, ge: number): void => {
    switched.set(type, (switched.get(type) ?? 0) + ge);
  };
  for (const { type, y } of netlist.tables)
    add(type, (toggles[y] / transitions) * (geOf(type) / outputsOf(type)));
  for (const { type, q } of netlist.flipFlops) {
    add(type, (toggles[q] / transitions) * geOf(type));
    add("clock", model.clockGe);
  }
  const pj = model.energyFjPerGe / 1000;
  const byType = [...switched].sort((a, b) => b[1] - a[1]).map(([type, ge]) => [type, ge * pj]);
  const switchedGe = [...switched.values()].reduce((sum, ge) => sum + ge, 0);
  return {
    energyPj: figureOf(switchedGe * pj, model.meanError, model.provenance),
    byType: Object.fromEntries(byType),
    switchedGe,
  };
}

function geOf(type: string): number {
  if (Object.hasOwn(gateEquivalents, type)) return gateEquivalents[type];
  throw new RangeError(
    `netlistEnergy: cells must be of the gate-equivalent library (target asic), got ${type}`,
  );
}

/** A full adder has two. */
function outputsOf(type: string): number {
  return type === "FA" ? 2 : 1;
}
