import { checkIntegerBetween } from "@bnnkit/core";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

export interface AlternatingBinarizationOptions {
  /** Bits of a weight, 1 or 2; default 1. */
  readonly order?: 1 | 2;
  /** Default 15. */
  readonly rounds?: number;
}

/** Rows as `mean + Σ_k scale_k·sign_k`. */
export interface AlternatingBinarization {
  readonly rows: number;
  readonly columns: number;
  /** What it stands for, row-major. */
  readonly values: Float64Array;
  readonly means: Float64Array;
  /** One for each row, for each bit; not negative. */
  readonly scales: readonly Float64Array[];
  /** ±1, as long as the matrix, for each bit. */
  readonly signs: readonly Int8Array[];
  /** `Σ (w − q)²` at first and after each round: it never rises. */
  readonly errors: readonly number[];
}

/** Mean, scales and signs of each row found in turn, each the best for the others: ARB of ARB-LLM, of one or two bits.
 *
 *  A round: the mean takes up the mean of what is left; each scale is `⟨sign, w − the rest⟩/n`; the signs are those of the
 *  nearest number. It begins with residual binarization.
 *
 *  Li et al. 2024, https://arxiv.org/abs/2410.03129
 *  @throws RangeError for a matrix that is none, an order that is not 1 or 2, or `rounds` that are no integer ≥ 0. */
export function alternatingBinarization(
  matrix: WeightMatrix,
  { order = 1, rounds = 15 }: AlternatingBinarizationOptions = {},
): AlternatingBinarization {
  const where = "alternatingBinarization";
  checkWeightMatrix(where, matrix);
  checkIntegerBetween(where, "order", order, 1, 2);
  checkIntegerBetween(where, "rounds", rounds, 0, Number.MAX_SAFE_INTEGER);
  const { rows, columns } = matrix;
  const values = new Float64Array(rows * columns);
  const means = new Float64Array(rows);
  const scales = Array.from({ length: order }, () => new Float64Array(rows));
  const signs = Array.from({ length: order }, () => new Int8Array(rows * columns));
  const errors = new Array<number>(rounds + 1).fill(0);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, (row + 1) * columns];
    const fit = new RowFit(
      matrix.values.subarray(from, to),
      signs.map((all) => all.subarray(from, to)),
    );
    errors[0] += fit.error();
    for (let round = 1; round <= rounds; round++) {
      fit.refine();
      errors[round] += fit.error();
    }
    means[row] = fit.mean;
    for (const [k, scale] of fit.scales.entries()) scales[k][row] = scale;
    for (let i = 0; i < columns; i++) values[from + i] = fit.valueAt(i);
  }
  return { rows, columns, values, means, scales, signs, errors };
}

/** `mean + Σ_k scale_k·sign_k` of one row; the signs are views that it writes. */
class RowFit {
  mean = 0;
  readonly scales: number[] = [];
  readonly #weights: WeightMatrix["values"];
  readonly #signs: readonly Int8Array[];

  constructor(weights: WeightMatrix["values"], signs: readonly Int8Array[]) {
    this.#weights = weights;
    this.#signs = signs;
    this.mean = this.#average((_, left) => left);
    for (const sign of signs) {
      for (let i = 0; i < weights.length; i++) sign[i] = this.#leftOf(i) < 0 ? -1 : 1;
      this.scales.push(this.#average((_, left) => Math.abs(left)));
    }
  }

  valueAt(i: number): number {
    return this.scales.reduce((sum, scale, k) => sum + scale * this.#signs[k][i], this.mean);
  }

  error(): number {
    return this.#average((_, left) => left ** 2) * this.#weights.length;
  }

  refine(): void {
    this.mean += this.#average((_, left) => left);
    for (const [k, sign] of this.#signs.entries()) {
      this.scales[k] += this.#average((i, left) => sign[i] * left);
    }
    this.#refreshSigns();
  }

  /** A negative scale is a positive one of the other signs. */
  #refreshSigns(): void {
    for (const [k, scale] of this.scales.entries()) this.scales[k] = Math.abs(scale);
    const [first = 0, second = 0] = this.scales;
    // The greater scale has the sign of the number; the other that of what is left of it.
    const [greater, lesser] = first >= second ? [0, 1] : [1, 0];
    for (let i = 0; i < this.#weights.length; i++) {
      const number = this.#weights[i] - this.mean;
      const sign = number < 0 ? -1 : 1;
      this.#signs[this.scales.length === 1 ? 0 : greater][i] = sign;
      if (this.scales.length === 1) continue;
      this.#signs[lesser][i] = number - sign * this.scales[greater] < 0 ? -1 : 1;
    }
  }

  #leftOf(i: number): number {
    return this.#weights[i] - this.valueAt(i);
  }

  #average(of: (i: number, left: number) => number): number {
    let sum = 0;
    for (let i = 0; i < this.#weights.length; i++) sum += of(i, this.#leftOf(i));
    return sum / this.#weights.length;
  }
}
