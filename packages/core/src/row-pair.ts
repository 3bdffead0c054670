import { checkEqual, checkIndex } from "./checks.ts";

/** What every packed matrix has in common. */
interface PackedRows {
  readonly rows: number;
  readonly cols: number;
  readonly wordsPerRow: number;
}

/** Checks that row `rowA` of `a` and row `rowB` of `b` exist and have equally many columns. */
export function checkRowPair(
  where: string,
  a: PackedRows,
  rowA: number,
  b: PackedRows,
  rowB: number,
): void {
  checkEqual(where, "a.cols", a.cols, "b.cols", b.cols);
  checkIndex(where, "rowA", rowA, "a.rows", a.rows);
  checkIndex(where, "rowB", rowB, "b.rows", b.rows);
}
