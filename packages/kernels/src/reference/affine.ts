/** Operands of {@link affine}; what is absent is left out. */
export interface AffineReference {
  /** rows × features numbers */
  readonly x: ArrayLike<number>;
  readonly features: number;
  /** [features] */
  readonly scales?: ArrayLike<number>;
  /** [features] */
  readonly offsets?: ArrayLike<number>;
  /** [features] */
  readonly slopes?: ArrayLike<number>;
  readonly relu?: boolean;
  /** [features] */
  readonly after?: ArrayLike<number>;
}

/** `f(scales[c]·x + offsets[c]) + after[c]`, every operation rounded to float32; f multiplies what is negative by its slope. */
export function affine(operands: AffineReference): Float32Array {
  const { x, features, scales, offsets, slopes, relu = false, after } = operands;
  const { fround } = Math;
  return Float32Array.from(x, (value, i) => {
    const c = i % features;
    let y = fround(value);
    if (scales !== undefined) y = fround(y * scales[c]);
    if (offsets !== undefined) y = fround(y + offsets[c]);
    if (slopes !== undefined && y < 0) y = fround(y * slopes[c]);
    if (relu && y < 0) y = 0;
    return after === undefined ? y : y + after[c];
  });
}
