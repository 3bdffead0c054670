import { checkIntegerBetween } from "@bnnkit/core";
import { checkWeightMatrix, squaredError, type WeightMatrix } from "./weight-matrix.ts";

/** Signs with a scale of each row and one of each column. */
export interface RowColumnBinarization {
  readonly rows: number;
  readonly columns: number;
  /** What it stands for, row-major. */
  readonly values: Float64Array;
  readonly rowScales: Float64Array;
  readonly columnScales: Float64Array;
  /** `Σ (w − q)²` at first and after each round: it never rises. */
  readonly errors: readonly number[];
}

/** `w ≈ a_row·a_column·sign(w)`, the scales found in turn: ARB-RC of ARB-LLM.
 *
 *  A round: `a_row = Σ_c a_c·|w|/Σ_c a_c²`, then the same for columns. It begins with `a_row = mean|w|`, `a_column = 1`. The
 *  scales are not negative, so that the signs of w are the best ones throughout.
 *
 *  Li et al. 2024, https://arxiv.org/abs/2410.03129
 *  @throws RangeError for a matrix that is none, or `rounds` that are no integer ≥ 0. */
export function rowColumnBinarization(matrix: WeightMatrix, rounds = 15): RowColumnBinarization {
  checkWeightMatrix("rowColumnBinarization", matrix);
  checkIntegerBetween("rowColumnBinarization", "rounds", rounds, 0, Number.MAX_SAFE_INTEGER);
  const { rows, columns, values: w } = matrix;
  const rowScales = new Float64Array(rows);
  const columnScales = new Float64Array(columns).fill(1);
  const valuesNow = (): Float64Array =>
    Float64Array.from(w, (value, i) => {
      const scale = rowScales[Math.floor(i / columns)] * columnScales[i % columns];
      return value < 0 ? -scale : scale;
    });
  const fitRows = (): void => {
    rowScales.set(fitted(w, columnScales, rows, (row, column) => row * columns + column));
  };
  fitRows();
  const errors = [squaredError(w, valuesNow())];
  for (let round = 0; round < rounds; round++) {
    columnScales.set(fitted(w, rowScales, columns, (column, row) => row * columns + column));
    fitRows();
    errors.push(squaredError(w, valuesNow()));
  }
  return { rows, columns, values: valuesNow(), rowScales, columnScales, errors };
}

/** `Σ_j s_j·|w_ij|/Σ_j s_j²` for each i, 0 where no scale is left. */
function fitted(
  w: WeightMatrix["values"],
  scales: Float64Array,
  count: number,
  indexOf: (i: number, j: number) => number,
): Float64Array {
  let squares = 0;
  for (const scale of scales) squares += scale ** 2;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (const [j, scale] of scales.entries()) sum += scale * Math.abs(w[indexOf(i, j)]);
    return squares === 0 ? 0 : sum / squares;
  });
}
