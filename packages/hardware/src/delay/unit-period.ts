import { narrowAdders } from "../estimate/narrow-adders.ts";
import { type Figure, figureOf, type Provenance } from "../figure.ts";
import type { CellDelays } from "../mapping/chain-sources.ts";
import { coverPath } from "../mapping/cover-path.ts";
import { coverTables } from "../mapping/cover-tables.ts";
import { lowerModule } from "../mapping/lower-module.ts";
import { tableLibraries } from "../mapping/mapped-features.ts";
import type { Module } from "../netlist/module.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";

/** Tables and carry chains as routed, in ns, with the wires before them; the clock to a register's output and a register's set-up. */
const routed: {
  readonly tableNs: number;
  readonly cells: CellDelays;
  readonly registersNs: number;
} = {
  tableNs: 1.084,
  cells: {
    chain: {
      ...{ toSum: 1.447, toCarry: 0.852, carryToCarry: 0.132 },
      ...{ carryToSum: [0.557], carryToSignal: 0.612 },
    },
  },
  registersNs: 0.563,
};

/** Mean error of 24 units that were not in the fit, 36 % at worst; of those in it, each left out, it was 9.3 %. */
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

/** The longest path between registers and ports of a module, covered as the synthesiser covers it. */
export function longestPathNs(whole: Module): number {
  const module = narrowAdders(whole);
  const { graph, roots, setups } = lowerModule(module, "ice40");
  const cover = coverTables(graph, roots, tableLibraries.ice40, setups);
  return coverPath(lowerModule(module, "ice40", routed.cells), cover, routed.tableNs);
}
