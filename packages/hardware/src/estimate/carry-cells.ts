import type { Module } from "../netlist/module.ts";
import { isConstant } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { type MergedSums, mergedSums } from "./merged-sums.ts";

/** Bits of an adder up to which ECP5 makes it of look-up tables alone. */
export const greatestGateAdder = 4;

/** Carry cells as a synthesiser makes them: exactly for adders, within a cell or two for sums that it merges and comparators. */
export function carryCells(
  module: Module,
  target: Target,
  sums: MergedSums = mergedSums(module),
): number {
  let cells = 0;
  for (const { y, carryIn } of sums.chains) {
    cells += chainCells(target, y.length, carryIn !== undefined && !isConstant(carryIn));
  }
  for (const cell of module.cells) {
    if (cell.op === "sum") cells += chainCells(target, cell.y.length, false);
    if (cell.op === "compare" && !cell.b.every(isConstant))
      cells += comparatorCells(target, cell.a.length);
  }
  return cells;
}

function chainCells(target: Target, bits: number, hasCarryIn: boolean): number {
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

function comparatorCells(target: Target, bits: number): number {
  switch (target) {
    case "xc7":
      return Math.ceil(bits / 8);
    case "ice40":
      return bits;
    case "ecp5":
      return bits <= greatestGateAdder ? 0 : Math.ceil(bits / 2);
    case "asic":
      return 0;
  }
}
