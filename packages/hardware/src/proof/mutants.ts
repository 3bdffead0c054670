import type { MappedNetlist, TableCell } from "./mapped-netlist.ts";

/** A netlist with one table wrong: its output complemented, or stuck. */
export interface Mutant {
  /** What was changed, such as "$abc$12: complemented". */
  readonly change: string;
  /** Which of the tables of the netlist. */
  readonly index: number;
  /** What stands in its place. */
  readonly wrong: TableCell;
  /** Made when it is read. */
  readonly netlist: MappedNetlist;
}

/** Every netlist that differs from this one in one table: complemented, always 0, always 1. Those that do the same all the same (stuck at what a
 *  bit always is) are among them.
 *  @param isMutated  Which tables may be wrong. Default: all. */
export function* mutants(
  netlist: MappedNetlist,
  isMutated: (cell: TableCell) => boolean = () => true,
): Generator<Mutant> {
  for (const [index, cell] of netlist.tables.entries()) {
    if (!isMutated(cell)) continue;
    const changes = {
      complemented: cell.table.map((bit) => !bit),
      "always 0": cell.table.map(() => false),
      "always 1": cell.table.map(() => true),
    };
    for (const [change, table] of Object.entries(changes)) {
      if (table.every((bit, row) => bit === cell.table[row])) continue;
      const wrong = { ...cell, table };
      yield {
        ...{ change: `${cell.cell}: ${change}`, index, wrong },
        get netlist() {
          return { ...netlist, tables: netlist.tables.with(index, wrong) };
        },
      };
    }
  }
}
