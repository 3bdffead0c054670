import type { Cell } from "./cell.ts";
import type { Bus, Net } from "./net.ts";

/** A cell that reads other bits. */
export function replaceInputs(cell: Cell, netOf: (net: Net) => Net): Cell {
  const bus = (nets: Bus): Bus => nets.map(netOf);
  switch (cell.op) {
    case "not":
      return { ...cell, a: bus(cell.a) };
    case "mux": {
      const { select, whenOne, whenZero } = cell;
      return { ...cell, select: netOf(select), whenOne: bus(whenOne), whenZero: bus(whenZero) };
    }
    case "full-adder":
      return { ...cell, a: bus(cell.a), b: bus(cell.b), c: bus(cell.c) };
    case "add":
      return { ...cell, a: bus(cell.a), b: bus(cell.b), carryIn: netOf(cell.carryIn) };
    case "sum":
      return { ...cell, operands: cell.operands.map(bus) };
    case "rom":
      return { ...cell, address: bus(cell.address) };
    case "ram":
      return {
        ...{ ...cell, writeEnable: netOf(cell.writeEnable), address: bus(cell.address) },
        ...{ writeAddress: bus(cell.writeAddress), writeData: bus(cell.writeData) },
      };
    case "register":
      return { ...cell, d: bus(cell.d), enable: netOf(cell.enable), reset: netOf(cell.reset) };
    case "counter":
      return { ...cell, enable: netOf(cell.enable), reset: netOf(cell.reset) };
    default:
      return { ...cell, a: bus(cell.a), b: bus(cell.b) };
  }
}
