import { type Offset, optional } from "./operand.ts";

/** The position table, which goes with `positions` or not at all. */
export function positionTable(where: string, positions: Offset = 0, table: Offset = 0): number {
  if ((positions === 0) !== (table === 0)) {
    throw new RangeError(`${where}: positions and positionTable must be given together`);
  }
  return optional(where, "positionTable", table);
}
