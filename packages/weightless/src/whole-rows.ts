/** The number of rows of a row-major array.
 *  @throws RangeError unless it is whole and at least one. */
export function rowsOf(where: string, values: ArrayLike<number>, cols: number): number {
  const rows = values.length / cols;
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw new RangeError(
    `${where}: values must hold whole rows of ${cols} numbers, at least one, got ${values.length} numbers`,
  );
}
