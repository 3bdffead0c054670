import type { Offset } from "@bnnkit/kernels";
import type { Arena } from "./arena.ts";
import type { PositionTables } from "./position-tables.ts";

/** Puts the first `length` rows of a position table into the arena when its width is first asked for.
 *  @returns where the table of so many features lies. */
export function putPositions(
  tables: PositionTables,
  length: number,
  { kernels, allocate }: Arena,
): (features: number) => Offset {
  const offsets = new Map<number, Offset>();
  return (features) => {
    const known = offsets.get(features);
    if (known !== undefined) return known;
    const rows = tables.rows(length, features);
    const offset = allocate(rows.byteLength);
    kernels.float32(offset, rows.length).set(rows);
    offsets.set(features, offset);
    return offset;
  };
}
