/** Rows and columns of a matrix. */
export interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
}
