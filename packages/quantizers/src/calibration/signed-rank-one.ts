/** `sign(x)·(along ⊗ across)`, whose magnitudes have rank one. */
export interface SignedRankOne {
  /** ±1, `[rows, columns]`. */
  readonly signs: Int8Array;
  /** Of each row. */
  readonly along: Float64Array;
  /** Of each column. */
  readonly across: Float64Array;
  /** The product, `[rows, columns]`. */
  readonly values: Float64Array;
}

/** Power iterations of the magnitudes. */
const iterations = 5;

/** The signs of a matrix times the nearest matrix of rank one to its magnitudes, by five power iterations. */
export function signedRankOne(x: Float64Array, rows: number, columns: number): SignedRankOne {
  const across = new Float64Array(columns).fill(1);
  const along = new Float64Array(rows);
  for (let step = 0; step < iterations; step++) {
    fitAlong(along, x, across);
    fitAcross(across, x, along);
  }
  const signs = new Int8Array(x.length);
  const values = new Float64Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let i = row * columns, column = 0; column < columns; i++, column++) {
      signs[i] = x[i] < 0 ? -1 : 1;
      values[i] = signs[i] * along[row] * across[column];
    }
  }
  return { signs, along, across, values };
}

/** `Σ_j |x_ij|·v_j/Σ_j v_j²` of each row: the best factors for those of the columns. */
function fitAlong(along: Float64Array, x: Float64Array, v: Float64Array): void {
  const squares = sumOfSquares(v);
  for (let row = 0; row < along.length; row++) {
    let sum = 0;
    const at = row * v.length;
    for (let j = 0; j < v.length; j++) sum += Math.abs(x[at + j]) * v[j];
    along[row] = squares === 0 ? 0 : sum / squares;
  }
}

/** The same of each column. */
function fitAcross(across: Float64Array, x: Float64Array, v: Float64Array): void {
  const squares = sumOfSquares(v);
  across.fill(0);
  for (let row = 0; row < v.length; row++) {
    const at = row * across.length;
    for (let j = 0; j < across.length; j++) across[j] += Math.abs(x[at + j]) * v[row];
  }
  for (let j = 0; j < across.length; j++) across[j] = squares === 0 ? 0 : across[j] / squares;
}

function sumOfSquares(v: Float64Array): number {
  let squares = 0;
  for (const value of v) squares += value ** 2;
  return squares;
}
