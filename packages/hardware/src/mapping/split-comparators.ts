import { greatestGateAdder } from "../estimate/carry-cells.ts";
import type { Cell, CompareCell } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import { isConstant, one } from "../netlist/net.ts";

/** A module whose comparators have two bits for each cell of ECP5's carry chains; a bit that is left over, the highest, is compared by gates
 *  behind the chain. */
export function splitComparators(module: Module): Module {
  let { netCount } = module;
  const split = (cell: Cell): readonly Cell[] => {
    if (cell.op !== "compare" || !isOdd(cell)) return [cell];
    const [a, b] = [cell.a.slice(-1), cell.b.slice(-1)];
    const [below, differ] = [netCount, netCount + 1];
    netCount += 2;
    const { part, y } = cell;
    return [
      { ...cell, a: cell.a.slice(0, -1), b: cell.b.slice(0, -1), y: below },
      { op: "xor", part, a, b, y: [differ] },
      { op: "mux", part, select: differ, whenOne: a, whenZero: [below], y: [y] },
    ];
  };
  const cells = module.cells.flatMap(split);
  return { ...module, cells, netCount };
}

/** Whether the bits that matter are odd, and enough for a chain without the highest. */
function isOdd({ relation, a, b }: CompareCell): boolean {
  const isFixed = b.every(isConstant);
  const bits = a.length - (isFixed ? Math.max(0, b.indexOf(one)) : 0);
  const isChained = bits - (isFixed ? 2 : 1) > greatestGateAdder;
  return relation === "at-least" && bits % 2 === 1 && isChained;
}
