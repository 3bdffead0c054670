/** Row-major float64 matrix. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix from a function of row and column. */
export function matrix(
  rows: number,
  columns: number,
  at: (row: number, column: number) => number,
): Matrix {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = at(Math.floor(i / columns), i % columns);
  return { rows, columns, data };
}

/** The element at a row and column. */
export function element({ columns, data }: Matrix, row: number, column: number): number {
  return data[row * columns + column];
}

/** One row, as a view. */
export function rowOf({ columns, data }: Matrix, row: number): Float64Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** A matrix made of rows computed one by one. */
export function mapRows(
  x: Matrix,
  columns: number,
  f: (row: Float64Array) => ArrayLike<number>,
): Matrix {
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) data.set(f(rowOf(x, row)), row * columns);
  return { rows: x.rows, columns, data };
}
