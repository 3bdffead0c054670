import type { MappedNetlist } from "./mapped-netlist.ts";

/** A netlist with one table wrong: its output complemented, or stuck. */
export interface Mutant {
  /** What was changed, such as "$abc$12: complemented". */
  readonly change: string;
  readonly netlist: MappedNetlist;
}

/** Every netlist that differs from this one in one table: complemented, always 0, always 1. Those that do the same all the same (stuck at what a
 *  bit always is) are among them. */
export function* mutants(netlist: MappedNetlist): Generator<Mutant> {
  for (const [i, cell] of netlist.tables.entries()) {
    const changes = {
      complemented: cell.table.map((bit) => !bit),
      "always 0": cell.table.map(() => false),
      "always 1": cell.table.map(() => true),
    };
    for (const [change, table] of Object.entries(changes)) {
      if (table.every((bit, row) => bit === cell.table[row])) continue;
      const tables = netlist.tables.with(i, { ...cell, table });
      yield { change: `${cell.cell}: ${change}`, netlist: { ...netlist, tables } };
    }
  }
}
