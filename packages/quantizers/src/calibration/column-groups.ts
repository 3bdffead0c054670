import { checkPositiveInteger } from "@bnnkit/core";

/** Neighbouring columns that share something, from the first on; the last group may have fewer. */
export interface ColumnGroups {
  /** Columns of a group. */
  readonly size: number;
  /** How many groups a row has. */
  readonly count: number;
}

/** Groups of `size` columns; without a size one of all.
 *  @throws RangeError for a size that is no positive integer. */
export function columnGroups(where: string, columns: number, size: number = columns): ColumnGroups {
  checkPositiveInteger(where, "groupSize", size);
  return { size, count: Math.ceil(columns / size) };
}
