import type { Net } from "../netlist/net.ts";

/** What is looked up, and where the bits of the address stand, the lowest first. */
export interface LookedUp {
  readonly inputs: readonly Net[];
  readonly table: readonly boolean[];
}

/** A table at 32 addresses at once, of which values hold a bit each: its rows are halved by one input after another.
 *  @param rows  as many words as the table has rows, to be written over. */
export function evaluateTable(
  { inputs, table }: LookedUp,
  values: Readonly<Uint32Array>,
  rows: Uint32Array,
): number {
  for (let row = 0; row < table.length; row++) rows[row] = table[row] ? 0xffffffff : 0;
  let count = table.length;
  for (const net of inputs) {
    const value = values[net];
    count /= 2;
    for (let row = 0; row < count; row++)
      rows[row] = (value & rows[2 * row + 1]) | (~value & rows[2 * row]);
  }
  return rows[0];
}

/** Words for the rows of the longest of these tables. */
export function rowsOf(tables: readonly LookedUp[]): Uint32Array {
  return new Uint32Array(tables.reduce((most, { table }) => Math.max(most, table.length), 1));
}
