import type { CompareCell } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import { isConstant, one } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { type MergedSums, mergedSums } from "./merged-sums.ts";

/** Bits of an adder up to which ECP5 makes it of look-up tables alone. */
export const greatestGateAdder = 4;

/** Bits of a comparator below which xc7 makes it of look-up tables alone. */
const leastComparatorChain = 7;

/** Bits of a comparison with a constant below which iCE40 makes it of look-up tables alone. */
const leastFixedChain = 3;

/** Carry cells as a synthesiser makes them: exactly for adders, within a cell or two for sums that it merges and comparators. */
export function carryCells(
  module: Module,
  target: Target,
  sums: MergedSums = mergedSums(module),
): number {
  let cells = 0;
  const alone = new Set(sums.adders);
  for (const chain of sums.chains) {
    cells += chainCells(target, chain.y.length, !isConstant(chain.carryIn));
    // Of numbers that are merged the lowest bits are added up before the chain begins.
    if (target === "ice40" && !alone.has(chain)) cells--;
  }
  for (const cell of module.cells) {
    if (cell.op === "sum") cells += chainCells(target, cell.y.length, false);
    if (cell.op === "compare") cells += comparatorCells(target, cell);
  }
  return cells;
}

/** Cells of one carry chain. */
export function chainCells(target: Target, bits: number, hasCarryIn: boolean): number {
  switch (target) {
    case "xc7":
      return Math.ceil(bits / 4);
    case "ice40":
      return bits - 1;
    case "ecp5":
      return bits <= greatestGateAdder ? 0 : Math.ceil((bits + (hasCarryIn ? 1 : 0)) / 2);
    case "asic":
      return 0;
  }
}

/** A comparison with a constant has a chain where small ones are cheap. */
function comparatorCells(target: Target, cell: CompareCell): number {
  const isFixed = cell.b.every(isConstant);
  const bits = isFixed ? constantComparisonBits(cell) : cell.a.length;
  switch (target) {
    case "xc7":
      return isFixed || bits < leastComparatorChain ? 0 : Math.ceil(bits / 12);
    case "ice40":
      return isFixed && bits < leastFixedChain ? 0 : bits;
    case "ecp5":
      return bits <= greatestGateAdder ? 0 : Math.floor(bits / 2);
    case "asic":
      return 0;
  }
}

/** Bits of a comparison with a constant that matter, less one: `a ≥ b` does not depend on those below the lowest one of b. */
export function constantComparisonBits({ b, relation }: CompareCell): number {
  const first = relation === "at-least" ? b.indexOf(one) : 0;
  return first < 0 ? 0 : Math.max(0, b.length - first - 1);
}
