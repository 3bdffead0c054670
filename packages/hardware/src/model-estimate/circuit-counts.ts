import { carryFigure } from "../estimate/estimate-unit.ts";
import { mergedSums } from "../estimate/merged-sums.ts";
import { writtenBits } from "../estimate/register-counts.ts";
import { featureNames, tablesOfBit, unitFeatures } from "../estimate/unit-features.ts";
import { countCells, type MemoryShape } from "../netlist/count-features.ts";
import type { Module } from "../netlist/module.ts";
import type { Target } from "../synthesis/target.ts";

/** So many memories alike. */
export interface CountedMemory extends MemoryShape {
  readonly count: number;
}

/** What a circuit is made of, exactly. */
export interface CircuitCounts {
  /** The variables of the area model, without the memories below. */
  readonly features: readonly number[];
  readonly ff: number;
  /** Bits of a register that a synthesiser may take into the memory before it, with others around it. */
  readonly readBits?: number;
  /** Registers behind a memory of constants that are idle where a bit is the same in all its words. */
  readonly idleBits?: number;
  readonly carry: number;
  /** Carry cells that there may be more or less. */
  readonly carryMargin: number;
  /** Those that are written, and those that are read by the clock; small tables are among the variables. */
  readonly memories: readonly CountedMemory[];
}

export const tablesAt: number = featureNames.indexOf("tables");

/** Counts what a module is made of. */
export function moduleCounts(module: Module, target: Target): CircuitCounts {
  const sums = mergedSums(module);
  const features = unitFeatures(module, target, sums);
  const { memories } = countCells(module);
  const isTable = ({ isSynchronous, ports }: MemoryShape): boolean =>
    !isSynchronous && ports === "read";
  features[tablesAt] = memories
    .filter(isTable)
    .reduce((sum, { words, width }) => sum + width * tablesOfBit(words, target), 0);
  const carry = carryFigure(module, target, sums);
  return {
    features,
    // Of constants that stand for others it says nothing which registers are the same.
    ff: writtenBits(module.cells),
    ...{ carry: carry.value, carryMargin: carry.high - carry.value },
    memories: memories.filter((one) => !isTable(one)).map((one) => ({ ...one, count: 1 })),
  };
}

/** Counts of several, the second as often as is said. */
export function addCounts(a: CircuitCounts, b: CircuitCounts, times: number = 1): CircuitCounts {
  return {
    features: a.features.map((count, i) => count + times * b.features[i]),
    ff: a.ff + times * b.ff,
    carry: a.carry + times * b.carry,
    carryMargin: a.carryMargin + times * b.carryMargin,
    memories: times > 0 ? [...a.memories, ...b.memories] : a.memories,
  };
}
