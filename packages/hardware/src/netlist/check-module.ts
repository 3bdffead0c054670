import { type Cell, inputsOf, outputsOf } from "./cell.ts";
import type { Module } from "./module.ts";
import { type Net, one, zero } from "./net.ts";
import { orderCells } from "./order-cells.ts";

/** The module with its cells in order.
 *  @throws RangeError unless every bit that is read has one driver, buses fit together, and no loop is without a clock. */
export function checkModule(module: Module): Module {
  const where = `buildModule: ${module.name}`;
  const driverOf = new Map<Net, Cell>();
  const driven = new Set<Net>([zero, one, ...module.inputs.flatMap(({ bus }) => bus)]);
  for (const cell of module.cells) {
    checkWidths(where, cell);
    for (const net of outputsOf(cell)) {
      if (driven.has(net)) {
        throw new RangeError(`${where}: ${nameOf(module, net)} must have one driver, got two`);
      }
      driven.add(net);
      driverOf.set(net, cell);
    }
  }
  const read = [...module.cells.flatMap(inputsOf), ...module.outputs.flatMap(({ bus }) => bus)];
  for (const net of read) {
    if (!driven.has(net)) {
      throw new RangeError(`${where}: ${nameOf(module, net)} must have a driver, got none`);
    }
  }
  return { ...module, cells: orderCells(module.cells, driverOf) };
}

function nameOf(module: Module, net: Net): string {
  const signal = module.signals.find(({ first, width }) => net >= first && net < first + width);
  return signal === undefined ? `net ${net}` : `${signal.name}[${net - signal.first}]`;
}

function checkWidths(where: string, cell: Cell): void {
  for (const widths of equalWidths(cell)) {
    if (new Set(widths).size > 1) {
      const found = widths.join(", ");
      throw new RangeError(
        `${where}: buses of ${cell.op} of ${cell.part} must be equally wide, got ${found}`,
      );
    }
  }
}

/** Widths that must be equal, group by group. */
function equalWidths(cell: Cell): number[][] {
  switch (cell.op) {
    case "not":
      return [[cell.a.length, cell.y.length]];
    case "mux":
      return [[cell.whenOne.length, cell.whenZero.length, cell.y.length]];
    case "full-adder":
      return [[cell.a, cell.b, cell.c, cell.sum, cell.carry].map((bus) => bus.length)];
    case "half-adder":
      return [[cell.a, cell.b, cell.sum, cell.carry].map((bus) => bus.length)];
    case "compare":
      return [[cell.a.length, cell.b.length]];
    case "ram":
      return [
        [cell.writeAddress.length, cell.address.length],
        [cell.writeData.length, cell.data.length],
      ];
    case "register":
      return [[cell.d.length, cell.q.length]];
    case "sum":
    case "rom":
    case "counter":
      return [];
    default:
      return [[cell.a.length, cell.b.length, cell.y.length]];
  }
}
