import type { InputCorrelation } from "./input-correlation.ts";

/** Upper triangle U with `Uᵀ·U = H⁻¹`, row-major, by which {@link roundColumns} hands errors on: GPTQ's factor.
 *
 *  Found without the inverse: R is upper triangular with `R·Rᵀ = H`, from the last column on, and `U = R⁻¹`.
 *  @param correlation  H, as `dampedCorrelation` makes it
 *  @throws RangeError if it is not positive definite, naming the column. */
export function feedbackFactor({ size, sums }: InputCorrelation): Float64Array {
  const upper = new Float64Array(size * size);
  const dotBehind = (i: number, j: number): number => {
    let dot = 0;
    for (let k = j + 1; k < size; k++) dot += upper[i * size + k] * upper[j * size + k];
    return dot;
  };
  for (let j = size - 1; j >= 0; j--) {
    const square = sums[j * size + j] - dotBehind(j, j);
    if (!(square > 0)) {
      throw new RangeError(
        `feedbackFactor: the correlation must be positive definite, its pivot of column ${j} is ${square}`,
      );
    }
    const pivot = Math.sqrt(square);
    upper[j * size + j] = pivot;
    for (let i = 0; i < j; i++) {
      upper[i * size + j] = (sums[i * size + j] - dotBehind(i, j)) / pivot;
    }
  }
  return inverseOfUpper(upper, size);
}

/** By rows from the last up: each is made of those below it. */
function inverseOfUpper(upper: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = size - 1; i >= 0; i--) {
    const at = i * size;
    for (let k = i + 1; k < size; k++) {
      const factor = upper[at + k];
      for (let j = k; j < size; j++) inverse[at + j] -= factor * inverse[k * size + j];
    }
    const pivot = upper[at + i];
    for (let j = i + 1; j < size; j++) inverse[at + j] /= pivot;
    inverse[at + i] = 1 / pivot;
  }
  return inverse;
}

/** The diagonal of `H⁻¹ = Uᵀ·U`. */
export function inverseDiagonal(factor: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += factor[i * size + j] ** 2;
    return sum;
  });
}
