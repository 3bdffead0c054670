/** Rows of token ids of any length, one after the other in memory. */
export interface TokenRows {
  readonly ids: Int32Array;
  /** Row r is `ids[starts[r]] … ids[starts[r + 1] − 1]`; one entry more than there are rows. */
  readonly starts: Int32Array;
}

/** Packs rows into one array. */
export function packRows(rows: readonly (readonly number[])[]): TokenRows {
  const starts = new Int32Array(rows.length + 1);
  for (const [index, row] of rows.entries()) starts[index + 1] = starts[index] + row.length;
  const ids = new Int32Array(starts[rows.length]);
  for (const [index, row] of rows.entries()) ids.set(row, starts[index]);
  return { ids, starts };
}

/** Number of tokens of a row. */
export function rowLength({ starts }: TokenRows, row: number): number {
  return starts[row + 1] - starts[row];
}

/** A view of a row. */
export function rowOf({ ids, starts }: TokenRows, row: number): Int32Array {
  return ids.subarray(starts[row], starts[row + 1]);
}
