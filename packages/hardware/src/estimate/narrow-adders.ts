import type { Cell } from "../netlist/cell.ts";
import type { Module } from "../netlist/module.ts";
import { type Bus, type Net, zero } from "../netlist/net.ts";
import { replaceInputs } from "../netlist/replace-inputs.ts";

/** A module whose adders are no wider than their numbers with a carry, as a synthesiser sees by their nets: above, bits are zeros of unsigned
 *  numbers, and copies of the highest bit of signed ones. */
export function narrowAdders(module: Module): Module {
  const same = new Map<Net, Net>();
  const isNarrowed = (cell: Cell): boolean => {
    if (cell.op !== "add" && cell.op !== "subtract") return false;
    const { a, b } = cell;
    const isUnsigned = cell.op === "add" && a.at(-1) === zero && b.at(-1) === zero;
    const widthOf = isUnsigned ? openWidth : signedWidthOf;
    const most = Math.max(widthOf(a), widthOf(b)) + 1;
    for (const net of cell.y.slice(most)) same.set(net, isUnsigned ? zero : cell.y[most - 1]);
    return most < cell.y.length;
  };
  const narrowed = new Set(module.cells.filter(isNarrowed));
  if (narrowed.size === 0) return module;
  const netOf = (net: Net): Net => same.get(net) ?? net;
  return {
    ...module,
    cells: module.cells.map((cell) => {
      const replaced = replaceInputs(cell, netOf);
      return narrowed.has(cell) ? cut(replaced, same) : replaced;
    }),
    outputs: module.outputs.map(({ name, bus }) => ({ name, bus: bus.map(netOf) })),
  };
}

/** An adder without the bits that are others. */
function cut(cell: Cell, same: ReadonlyMap<Net, Net>): Cell {
  if (cell.op !== "add" && cell.op !== "subtract") return cell;
  const width = cell.y.findIndex((net) => same.has(net));
  const [a, b, y] = [cell.a, cell.b, cell.y].map((bus) => bus.slice(0, width));
  return { ...cell, a, b, y };
}

/** Bits up to the highest that is not 0. */
function openWidth(bus: Bus): number {
  return bus.findLastIndex((net) => net !== zero) + 1;
}

/** Bits of which those above are copies. */
function signedWidthOf(bus: Bus): number {
  return bus.findLastIndex((net, i) => i === 0 || net !== bus[i - 1]) + 1;
}
