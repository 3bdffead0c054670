import { type Cell, combinationalInputsOf, outputsOf } from "./cell.ts";
import { isConstant, type Net } from "./net.ts";

/** Cells in an order in which each follows those that it depends on within a clock period; as they were, where that holds.
 *  @throws RangeError for a combinational loop, naming its cells. */
export function orderCells(cells: readonly Cell[], driverOf: ReadonlyMap<Net, Cell>): Cell[] {
  if (isOrdered(cells)) return [...cells];
  const ordered: Cell[] = [];
  const state = new Map<Cell, "open" | "done">();
  for (const root of cells) {
    // Depth first, without recursion: chains are long.
    const path: { cell: Cell; pending: Iterator<Net> }[] = [];
    const open = (cell: Cell): void => {
      state.set(cell, "open");
      path.push({ cell, pending: combinationalInputsOf(cell).values() });
    };
    if (!state.has(root)) open(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.pending.next();
      if (next.done === true) {
        state.set(top.cell, "done");
        ordered.push(top.cell);
        path.pop();
        continue;
      }
      const driver = driverOf.get(next.value);
      if (driver === undefined || state.get(driver) === "done") continue;
      if (state.get(driver) === "open") {
        const loop = path.slice(path.findIndex(({ cell }) => cell === driver));
        const names = loop.map(({ cell }) => `${cell.op} of ${cell.part}`);
        throw new RangeError(`buildModule: combinational loop: ${names.join(", ")}`);
      }
      open(driver);
    }
  }
  return ordered;
}

/** Whether each cell reads, within a clock period, only what inputs, clocked cells or cells before it drive. */
function isOrdered(cells: readonly Cell[]): boolean {
  const later = new Set(cells.flatMap(outputsOf));
  for (const cell of cells) {
    if (combinationalInputsOf(cell).length === 0)
      for (const net of outputsOf(cell)) later.delete(net);
  }
  for (const cell of cells) {
    if (combinationalInputsOf(cell).some((net) => !isConstant(net) && later.has(net))) return false;
    for (const net of outputsOf(cell)) later.delete(net);
  }
  return true;
}
