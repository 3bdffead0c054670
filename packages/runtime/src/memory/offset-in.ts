import type { Rows } from "../compile/value.ts";

/** Where rows lie. @throws RangeError if they were never placed. */
export function offsetIn(offsets: ReadonlyMap<Rows, number>, rows: Rows): number {
  const offset = offsets.get(rows);
  if (offset === undefined) throw new RangeError(`offsetIn: "${rows.name}" must have been placed`);
  return offset;
}
