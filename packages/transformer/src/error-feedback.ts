import {
  checkGrid,
  type GridMatrix,
  type GridOptions,
  gridScales,
  nearestOdd,
} from "./odd-grid.ts";

/** `Xᵀ·X` of the rows that a product read, `[size, size]`, row-major. */
export interface InputCorrelation {
  readonly size: number;
  readonly sums: Float64Array;
}

/** Added to the diagonal as a share of its mean: what was seen of the inputs is not all there is. */
const damping = 0.01;

/** Lower triangle L with `XᵀX + λI = Lᵀ·L`, row-major, which {@link roundWithFeedback} reads; λ is a hundredth of the mean of
 *  the diagonal. Its last row is that of the last column alone: no later weight can make up for it. */
export function feedbackFactor({ size, sums }: InputCorrelation): Float64Array {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += sums[i * size + i];
  const added = (damping * trace) / size || 1;
  // R is upper triangular with R·Rᵀ = XᵀX + λI, found from the last column on; L = Rᵀ.
  const upper = new Float64Array(size * size);
  const dotBehind = (i: number, j: number): number => {
    let dot = 0;
    for (let k = j + 1; k < size; k++) dot += upper[i * size + k] * upper[j * size + k];
    return dot;
  };
  for (let j = size - 1; j >= 0; j--) {
    const pivot = Math.sqrt(sums[j * size + j] + added - dotBehind(j, j));
    upper[j * size + j] = pivot;
    for (let i = 0; i < j; i++) {
      upper[i * size + j] = (sums[i * size + j] - dotBehind(i, j)) / pivot;
    }
  }
  return Float64Array.from(upper, (_, i) => upper[(i % size) * size + Math.floor(i / size)]);
}

/** Rounds each row to its grid so that the products with rows like those seen change least, not the weights themselves.
 *
 *  With `XᵀX = LᵀL` the error of the products is `‖L·eᵀ‖²`, whose j-th term has only the errors of the columns up to j:
 *  column by column the weight `w_j + Σ_{i<j} e_i·L_ji/L_jj` is rounded, so that it makes up for those before it. This is the
 *  rounding of GPTQ, written as the nearest plane of a lattice.
 *
 *  Frantar et al. 2022, https://arxiv.org/abs/2210.17323; Hassibi and Stork 1993, Optimal Brain Surgeon
 *  @throws RangeError as `roundToGrid`, and for a factor of another size than the rows have. */
export function roundWithFeedback(
  values: Float32Array,
  options: GridOptions,
  factor: Float64Array,
): GridMatrix {
  const { rows, columns, bits } = options;
  checkGrid("roundWithFeedback", values, options);
  if (factor.length !== columns ** 2) {
    throw new RangeError(
      `roundWithFeedback: factor must have columns² = ${columns ** 2} elements, got ${factor.length}`,
    );
  }
  const codes = new Int8Array(values.length);
  const scales = gridScales(values, options);
  const errors = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      let owed = 0;
      for (let i = 0; i < j; i++) owed += errors[i] * factor[j * columns + i];
      const pivot = factor[j * columns + j];
      const value = values[row * columns + j];
      const code = nearestOdd((value + owed / pivot) / scales[row], bits);
      codes[row * columns + j] = code;
      errors[j] = value - code * scales[row];
    }
  }
  return { bits, codes, scales };
}
