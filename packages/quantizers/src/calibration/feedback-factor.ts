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

/** By columns, each from its diagonal upwards. */
function inverseOfUpper(upper: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    inverse[j * size + j] = 1 / upper[j * size + j];
    for (let i = j - 1; i >= 0; i--) {
      let dot = 0;
      for (let k = i + 1; k <= j; k++) dot += upper[i * size + k] * inverse[k * size + j];
      inverse[i * size + j] = -dot / upper[i * size + i];
    }
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
