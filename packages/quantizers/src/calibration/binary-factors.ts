import { checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";
import { feedbackFactor } from "./feedback-factor.ts";
import { signedRankOne } from "./signed-rank-one.ts";
import { checkWeightMatrix, type WeightMatrix } from "./weight-matrix.ts";

export interface BinaryFactorOptions {
  /** Components r: bits of a weight are about r·(rows + columns)/(rows·columns). */
  readonly rank: number;
  /** Default 400. */
  readonly iterations?: number;
  /** Of the first factor; default 0. */
  readonly seed?: number;
  /** How much each column counts, as the mean square of its input; default 1 each. */
  readonly inputWeights?: ArrayLike<number>;
  /** How much each row counts, as the mean square of its gradient; default 1 each. */
  readonly outputWeights?: ArrayLike<number>;
}

/** `w ≈ post·(left·(mid·(right·(pre·x))))`: two matrices of ±1 and three vectors of scales. */
export interface BinaryFactors {
  readonly rows: number;
  readonly columns: number;
  readonly rank: number;
  /** ±1, `[rows, rank]`. */
  readonly left: Int8Array;
  /** ±1, `[rank, columns]`. */
  readonly right: Int8Array;
  /** Of each row. */
  readonly post: Float64Array;
  /** Of each component. */
  readonly mid: Float64Array;
  /** Of each column. */
  readonly pre: Float64Array;
  /** What it stands for, row-major. */
  readonly values: Float64Array;
}

/** Keeps the systems of equations solvable. */
const ridge = 3e-2;

/** A matrix as the product of two of one bit each, with scales, less than one bit of each weight with a small rank: the
 *  factorization of NanoQuant.
 *
 *  The weights times the roots of `outputWeights` and `inputWeights` are `A·B`. By turns each factor is the least squares
 *  solution for the other, drawn with a weight ρ that grows as (t/T)³ to the nearest sign matrix whose magnitudes have rank
 *  one (the alternating direction method of multipliers).
 *
 *  NanoQuant, 2026, https://arxiv.org/abs/2602.06694; SamsungLabs/NanoQuant
 *  @throws RangeError for a matrix that is none, a rank or `iterations` that are no positive integers, a seed that is none of 32
 *    bits, or weights that are not positive and as many as columns and rows. */
export function binaryFactors(matrix: WeightMatrix, options: BinaryFactorOptions): BinaryFactors {
  const where = "binaryFactors";
  const { rank, iterations = 400, seed = 0 } = options;
  checkWeightMatrix(where, matrix);
  checkPositiveInteger(where, "rank", rank);
  checkPositiveInteger(where, "iterations", iterations);
  checkIntegerBetween(where, "seed", seed, 0, 2 ** 32 - 1);
  const { rows, columns } = matrix;
  const ofOutputs = rootsOf("outputWeights", options.outputWeights, rows);
  const ofInputs = rootsOf("inputWeights", options.inputWeights, columns);
  const weighted = Float64Array.from(
    matrix.values,
    (w, i) => w * ofOutputs[Math.floor(i / columns)] * ofInputs[i % columns],
  );
  // Both as [rank, …]: the factor of the rows is transposed.
  const left = new SignFactor(rank, rows, seed);
  const right = new SignFactor(rank, columns, seed + 1);
  const transposed = transpose(weighted, rows, columns);
  for (let t = 1; t <= iterations; t++) {
    const rho = (t / iterations) ** 3;
    left.fit(right, transposed, rho);
    right.fit(left, weighted, rho);
  }
  return assembled({ left, right, rows, columns, rank, ofOutputs, ofInputs });
}

/** One factor `[rank, size]` of the method: what fits, what it is drawn to, and what they still differ in. */
class SignFactor {
  readonly rank: number;
  readonly size: number;
  /** ± magnitudes of rank one. */
  signed: ReturnType<typeof signedRankOne>;
  readonly #difference: Float64Array;

  constructor(rank: number, size: number, seed: number) {
    this.rank = rank;
    this.size = size;
    this.#difference = new Float64Array(rank * size);
    this.signed = signedRankOne(noise(rank * size, seed), rank, size);
  }

  /** @param target  `[other.size, size]`, which is `otherᵀ·this` */
  fit(other: SignFactor, target: Float64Array, rho: number): void {
    const { rank, size } = this;
    const x = other.unitRows();
    const gram = new Float64Array(rank * rank);
    for (let i = 0; i < rank; i++) {
      for (let j = 0; j <= i; j++) {
        gram[i * rank + j] = dotRows(x, i, j, other.size);
        gram[j * rank + i] = gram[i * rank + j];
      }
      gram[i * rank + i] += rho + ridge;
    }
    const { values: z } = this.signed;
    const right = product(x, target, rank, other.size, size);
    for (let i = 0; i < right.length; i++) right[i] += rho * (z[i] - this.#difference[i]);
    const fitted = solved(gram, right, rank, size);
    for (let i = 0; i < fitted.length; i++) fitted[i] += this.#difference[i];
    this.signed = signedRankOne(fitted, rank, size);
    for (let i = 0; i < fitted.length; i++) {
      this.#difference[i] = fitted[i] - this.signed.values[i];
    }
  }

  /** Each row over its length. */
  unitRows(): Float64Array {
    const { rank, size } = this;
    const unit = this.signed.values.slice();
    for (let i = 0; i < rank; i++) {
      const length = Math.sqrt(dotRows(unit, i, i, size)) || 1;
      for (let j = i * size; j < (i + 1) * size; j++) unit[j] /= length;
    }
    return unit;
  }
}

/** `(gram)⁻¹·right`: with `Uᵀ·U` the inverse, `Uᵀ·(U·right)`. */
function solved(gram: Float64Array, right: Float64Array, rank: number, size: number): Float64Array {
  const factor = feedbackFactor({ size: rank, sums: gram });
  const half = product(factor, right, rank, rank, size);
  return product(transpose(factor, rank, rank), half, rank, rank, size);
}

function assembled(parts: {
  readonly left: SignFactor;
  readonly right: SignFactor;
  readonly rows: number;
  readonly columns: number;
  readonly rank: number;
  readonly ofOutputs: Float64Array;
  readonly ofInputs: Float64Array;
}): BinaryFactors {
  const { rows, columns, rank, ofOutputs, ofInputs } = parts;
  const { signs: leftSigns, across: post, along: leftScales } = parts.left.signed;
  const { signs: right, across: pre, along: rightScales } = parts.right.signed;
  // The rows of the left factor count with the length 1; their own scale cancels.
  const length = Math.hypot(...post) || 1;
  const mid = rightScales.map((scale, k) => (leftScales[k] === 0 ? 0 : scale / length));
  const left = Int8Array.from(
    leftSigns,
    (_, i) => leftSigns[(i % rank) * rows + Math.floor(i / rank)],
  );
  const outer = post.map((scale, row) => scale / ofOutputs[row]);
  const inner = pre.map((scale, column) => scale / ofInputs[column]);
  const scaled = Float64Array.from(left, (sign, i) => {
    return sign * outer[Math.floor(i / rank)] * mid[i % rank];
  });
  const rightScaled = Float64Array.from(right, (sign, i) => sign * inner[i % columns]);
  const values = product(scaled, rightScaled, rows, rank, columns);
  return { rows, columns, rank, left, right, post: outer, mid, pre: inner, values };
}

function rootsOf(name: string, weights: ArrayLike<number> | undefined, size: number): Float64Array {
  if (weights === undefined) return new Float64Array(size).fill(1);
  checkLength("binaryFactors", name, weights.length, size);
  return Float64Array.from(weights, (weight, i) => {
    if (weight > 0 && Number.isFinite(weight)) return Math.sqrt(weight);
    throw new RangeError(`binaryFactors: ${name}[${i}] must be positive and finite, got ${weight}`);
  });
}

/** `a·b` of `[rows, inner]` and `[inner, columns]`, four rows of b at a time. */
function product(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(rows * columns);
  const whole = inner - (inner % 4);
  for (let i = 0; i < rows; i++) {
    const [from, to] = [i * inner, i * columns];
    for (let k = 0; k < whole; k += 4) {
      const [f, g, h, l] = [a[from + k], a[from + k + 1], a[from + k + 2], a[from + k + 3]];
      // Half of a triangular matrix is zeros.
      if (f === 0 && g === 0 && h === 0 && l === 0) continue;
      const first = k * columns;
      const [second, third, fourth] = [first + columns, first + 2 * columns, first + 3 * columns];
      for (let j = 0; j < columns; j++) {
        let sum = result[to + j] + f * b[first + j];
        sum += g * b[second + j];
        sum += h * b[third + j];
        result[to + j] = sum + l * b[fourth + j];
      }
    }
    for (let k = whole; k < inner; k++) {
      const factor = a[from + k];
      for (let j = 0; j < columns; j++) result[to + j] += factor * b[k * columns + j];
    }
  }
  return result;
}

function transpose(x: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) result[j * rows + row] = x[row * columns + j];
  }
  return result;
}

function dotRows(x: Float64Array, i: number, j: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += x[i * size + k] * x[j * size + k];
  return sum;
}

/** Numbers in −½ … ½ from a linear congruential generator: any will do, as long as they are the same each time. */
function noise(count: number, seed: number): Float64Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (let i = 0; i < 8; i++) next();
  return Float64Array.from({ length: count }, next);
}
