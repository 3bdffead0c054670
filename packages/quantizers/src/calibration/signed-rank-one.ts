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
  let across = new Float64Array(columns).fill(1);
  let along = new Float64Array(rows);
  for (let step = 0; step < iterations; step++) {
    along = projected(rows, across, (row, column) => Math.abs(x[row * columns + column]));
    across = projected(columns, along, (column, row) => Math.abs(x[row * columns + column]));
  }
  const signs = Int8Array.from(x, (value) => (value < 0 ? -1 : 1));
  const values = Float64Array.from(
    signs,
    (sign, i) => sign * along[Math.floor(i / columns)] * across[i % columns],
  );
  return { signs, along, across, values };
}

/** `Σ_j m_ij·v_j/Σ_j v_j²`: the best factors for the others. */
function projected(
  count: number,
  v: Float64Array,
  magnitude: (i: number, j: number) => number,
): Float64Array<ArrayBuffer> {
  let squares = 0;
  for (const value of v) squares += value ** 2;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += magnitude(i, j) * v[j];
    return squares === 0 ? 0 : sum / squares;
  });
}
