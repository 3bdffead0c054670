import { narrowAdders } from "../estimate/narrow-adders.ts";
import { type Figure, figureOf, type Provenance } from "../figure.ts";
import type { ChainDelays } from "../mapping/chain-sources.ts";
import { coverTables } from "../mapping/cover-tables.ts";
import { lowerModule } from "../mapping/lower-module.ts";
import { tableLibraries } from "../mapping/mapped-features.ts";
import type { Module } from "../netlist/module.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";

/** Tables and carry chains as routed, in ns, with the wires before them; the clock to a register's output and a register's set-up. */
const routed: {
  readonly delays: readonly (readonly number[])[];
  readonly chain: ChainDelays;
  readonly registersNs: number;
} = {
  delays: [0, 1, 2, 3, 4].map((inputs) => new Array<number>(inputs).fill(1.063)),
  chain: [0.956, 0.956, 0.149, 0.531],
  registersNs: 0.563,
};

/** Mean error of units that were left out of the fit; of 24 others it was 9.9 %, 23 % at worst. */
const meanError = 0.11;

const provenance: Provenance = {
  source: "Yosys 0.55.944, nextpnr-ice40 0.4, HX8K, seeds 1 to 3; 48 units",
  ...{ nodeNm: 40, voltageV: 1.2 },
};

/**
 * Clock period in ns of a unit between registers on an iCE40 HX8K, placed and routed, from its configuration alone: the longest path through a cover of its
 * netlist by tables, which nothing but its tables and carry chains is in.
 *
 * @throws RangeError as `generateUnit` does.
 */
export function unitPeriodNs(config: UnitConfig): Figure {
  const value = routed.registersNs + longestPathNs(generateUnit(config).module);
  return figureOf(value, meanError, provenance);
}

/** The longest path between registers and ports of a module, mapped to be as fast as it can be. */
export function longestPathNs(whole: Module): number {
  const { graph, roots } = lowerModule(narrowAdders(whole), "ice40", routed.chain);
  const library = { ...tableLibraries.ice40, delays: routed.delays };
  return coverTables(graph, roots, library).latest;
}
