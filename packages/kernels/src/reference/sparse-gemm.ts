/** Operands of {@link sparseGemm}. */
export interface SparseGemmReference {
  /** rows × inFeatures */
  readonly x: ArrayLike<number>;
  readonly inFeatures: number;
  /** Of each output its columns and their codes. */
  readonly entries: readonly (readonly { readonly column: number; readonly code: number }[])[];
  /** [outFeatures] */
  readonly scales: ArrayLike<number>;
  /** [outFeatures] */
  readonly offsets: ArrayLike<number>;
  /** rows × outFeatures */
  readonly addend?: ArrayLike<number>;
}

/** `Σ (offset + scale·code)·x[column]` over the entries of each output, + addend. */
export function sparseGemm(operands: SparseGemmReference): Float64Array {
  const { x, inFeatures, entries, scales, offsets, addend } = operands;
  const outFeatures = entries.length;
  return Float64Array.from({ length: (x.length / inFeatures) * outFeatures }, (_, i) => {
    const [row, n] = [Math.floor(i / outFeatures), i % outFeatures];
    return entries[n].reduce(
      (sum, { column, code }) =>
        sum + (offsets[n] + scales[n] * code) * x[row * inFeatures + column],
      addend?.[i] ?? 0,
    );
  });
}
