/** Operands of {@link rotate}. */
export interface RotateReference {
  /** rows × heads·headFeatures */
  readonly x: ArrayLike<number>;
  readonly heads: number;
  readonly headFeatures: number;
  /** Features of each head that are rotated, an even number. */
  readonly rotated: number;
  /** Of each row, its row of `turns`. */
  readonly positions: ArrayLike<number>;
  /** Cosines, then sines: [·, rotated] */
  readonly turns: ArrayLike<number>;
}

/** Turns features i and rotated/2 + i of each head by the i-th angle of the row; the others stay. */
export function rotate(operands: RotateReference): Float64Array {
  const { x, heads, headFeatures, rotated, positions, turns } = operands;
  const half = rotated / 2;
  const out = Float64Array.from(x);
  for (let row = 0; row < positions.length; row++) {
    for (let head = 0; head < heads; head++) {
      const first = (row * heads + head) * headFeatures;
      for (let i = 0; i < half; i++) {
        const [cosine, sine] = [0, half].map((part) => turns[positions[row] * rotated + part + i]);
        const [a, b] = [x[first + i], x[first + half + i]];
        out[first + i] = a * cosine - b * sine;
        out[first + half + i] = b * cosine + a * sine;
      }
    }
  }
  return out;
}
