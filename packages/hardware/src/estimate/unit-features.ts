import type { AddCell } from "../netlist/cell.ts";
import { countCells } from "../netlist/count-features.ts";
import type { Module } from "../netlist/module.ts";
import { isConstant } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { constantComparisonBits, greatestGateAdder } from "./carry-cells.ts";
import { type MergedSums, mergedSums } from "./merged-sums.ts";

/** What look-up tables and gates are counted by, in the order of coefficients. */
export const featureNames = [
  "andOr",
  "wideGates",
  "exclusive",
  "inverters",
  "multiplexers",
  "fullAdders",
  "adderBits",
  "gateAdderBits",
  "adders",
  "sumRemovals",
  "sumBits",
  "comparatorBits",
  "constantComparatorBits",
  "registerBits",
  "tables",
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Inputs of a look-up table; of gates, that of the multiplexer which tables are made of. */
const tableInputs: Readonly<Record<Target, number>> = { xc7: 6, ice40: 4, ecp5: 4, asic: 1 };

/** The variables of the area model, exact, in the order of {@link featureNames}. */
export function unitFeatures(
  module: Module,
  target: Target,
  sums: MergedSums = mergedSums(module),
): number[] {
  const counts = countCells(module);
  const wideGates = target === "asic" ? 0 : gateTables(module, tableInputs[target]);
  const isOfGates = ({ y }: AddCell): boolean => target === "ecp5" && y.length <= greatestGateAdder;
  const named: Readonly<Record<FeatureName, number>> = {
    andOr: wideGates > 0 ? 0 : counts.and + counts.or,
    wideGates,
    exclusive: counts.xor + counts.xnor,
    inverters: counts.not,
    multiplexers: counts.mux,
    fullAdders: counts.fullAdders + counts.halfAdders / 2,
    adderBits: bitsOf(sums.adders.filter((adder) => !isOfGates(adder))),
    gateAdderBits: bitsOf(sums.adders.filter(isOfGates)),
    adders: sums.adders.length,
    sumRemovals: counts.sumRemovals + sums.removals,
    sumBits: counts.sumBits + sums.sumBits,
    comparatorBits: counts.comparatorBits,
    constantComparatorBits: constantComparatorBits(module),
    registerBits: counts.registerBits + counts.counterBits,
    tables: counts.memories
      .filter(({ isSynchronous }) => !isSynchronous)
      .reduce((sum, { words, width }) => sum + width * tablesOfBit(words, target), 0),
  };
  return featureNames.map((name) => named[name]);
}

/** Look-up tables of outputs that are the AND of as many inputs each, where there is nothing else. */
function gateTables(module: Module, inputs: number): number {
  const ands = module.cells.filter(({ op }) => op === "and");
  if (ands.length === 0 || ands.length < module.cells.length) return 0;
  const outputs = module.outputs.reduce((bits, { bus }) => bits + bus.length, 0);
  const gates = countCells(module).and / outputs;
  return outputs * Math.ceil(gates / (inputs - 1));
}

function bitsOf(adders: readonly AddCell[]): number {
  return adders.reduce((bits, { y }) => bits + y.length, 0);
}

function constantComparatorBits(module: Module): number {
  return module.cells.reduce((sum, cell) => {
    if (cell.op !== "compare" || !cell.b.every(isConstant)) return sum;
    return sum + constantComparisonBits(cell);
  }, 0);
}

/** Look-up tables for one bit of a memory of `words` words that is read within a clock: tables for its parts, and those that choose among
 *  them, two bits of an address a table of six inputs, one a table of four. */
export function tablesOfBit(words: number, target: Target): number {
  const inputs = tableInputs[target];
  let tables = Math.max(1, words / 2 ** inputs);
  let sum = tables;
  while (tables > 1) {
    tables = Math.ceil(tables / (inputs >= 6 ? 4 : 2));
    sum += tables;
  }
  return sum;
}
