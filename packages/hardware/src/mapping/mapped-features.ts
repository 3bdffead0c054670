import { narrowAdders } from "../estimate/narrow-adders.ts";
import { tablesOfBit } from "../estimate/unit-features.ts";
import { countCells } from "../netlist/count-features.ts";
import type { Module } from "../netlist/module.ts";
import type { Target } from "../synthesis/target.ts";
import { coverBySlack, type TableLibrary } from "./cover-tables.ts";
import { type LoweredModule, lowerModule } from "./lower-module.ts";
import { splitComparators } from "./split-comparators.ts";

/** Tables as Yosys has them for its mapper: what they cost, and delays with those of wires, in ps where it knows them. */
export const tableLibraries: Readonly<Record<Exclude<Target, "asic">, TableLibrary>> = {
  xc7: {
    costs: [0, 2, 2, 3, 5, 5, 5],
    delays: Array.from({ length: 7 }, (_, inputs) => new Array<number>(inputs).fill(1)),
  },
  ice40: {
    costs: [0, 1, 1, 1, 1],
    delays: [[], [566], [566, 629], [566, 629, 650], [566, 629, 650, 699]],
    spareInputs: 1,
    setup: 21,
  },
  // Tables of more than four inputs are several, joined by multiplexers.
  ecp5: {
    costs: [0, 1, 1, 1, 1, 2, 4, 8],
    delays: [
      ...[[], [441], [441, 575], [441, 575, 679], [441, 575, 679, 679]],
      [451, 539, 673, 777, 777],
      [448, 592, 680, 814, 918, 918],
      [448, 589, 733, 821, 955, 1059, 1059],
    ],
  },
};

/** The variables of the area model of units, in the order of coefficients. */
export const mappedFeatureNames = [
  "tables",
  "smallTables",
  "openOperands",
  "memoryTables",
  "and",
  "exclusive",
  "gateOutputs",
  "fullAdders",
  "mixedFullAdders",
  "chainBits",
  "comparatorBits",
  "registerBits",
] as const;

export type MappedFeatureName = (typeof mappedFeatureNames)[number];

/** How much later bits may come where time does not matter, as a factor. */
const noHaste = 1.2;

/**
 * What a module takes by a mapper like the synthesiser's, in the order of {@link mappedFeatureNames}: look-up tables as fast as they can be,
 * and where time does not matter (of ECP5 those of four inputs that wider ones are made of); for an ASIC its gates beside full adders.
 */
export function mappedFeatures(whole: Module, target: Target): number[] {
  const module = narrowAdders(whole);
  const lowered = lowerModule(target === "ecp5" ? splitComparators(module) : module, target);
  const { openOperands, fullAdders, mixedFullAdders, chainBits, memoryGates } = lowered;
  const { comparatorBits, registerBits, memories } = countCells(module);
  const memoryTables = memories
    .filter(({ isSynchronous }) => !isSynchronous)
    .reduce((sum, { words, width }) => sum + width * tablesOfBit(words, target), 0);
  const named: Partial<Record<MappedFeatureName, number>> = {
    ...{ openOperands, fullAdders, chainBits, comparatorBits },
    ...(target === "asic"
      ? { ...gateCounts(lowered, registerBits), mixedFullAdders, memoryTables: memoryGates }
      : { ...tableCounts(lowered, target), memoryTables }),
    ...(isOfAnds(module) ? andCounts(module, target) : {}),
  };
  return mappedFeatureNames.map((name) => named[name] ?? 0);
}

function tableCounts(
  { graph, roots, setups, tables }: LoweredModule,
  target: Exclude<Target, "asic">,
) {
  const slacks = target === "ecp5" ? [1, noHaste] : [1];
  const covers = coverBySlack(graph, roots, tableLibraries[target], slacks, setups);
  const [quick, small = 0] = covers.map(
    (cover) => tables + (target === "ecp5" ? cover.cost : cover.tables),
  );
  return { tables: quick, smallTables: small };
}

function gateCounts({ graph, roots }: LoweredModule, registerBits: number) {
  const { and, xor } = graph.countGates(roots);
  return { and, exclusive: xor, registerBits };
}

function isOfAnds({ cells }: Module): boolean {
  return cells.length > 0 && cells.every(({ op }) => op === "and");
}

/** Outputs that are the AND of as many inputs each. */
function andCounts(module: Module, target: Target): Partial<Record<MappedFeatureName, number>> {
  const outputs = module.outputs.reduce((bits, { bus }) => bits + bus.length, 0);
  if (target === "asic") return { gateOutputs: outputs };
  if (target === "ecp5") return {};
  const gates = countCells(module).and / outputs;
  const inputs = target === "ice40" ? 4 : 6;
  return { tables: outputs * Math.ceil(gates / (inputs - 1)) };
}
