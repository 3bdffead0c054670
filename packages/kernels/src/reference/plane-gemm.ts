import { bgemmInt32 } from "./bgemm.ts";

/** Operands of {@link planeGemmInt32}. */
export interface PlaneGemmReference {
  /** rows × inFeatures values */
  readonly a: ArrayLike<number>;
  /** outFeatures × inFeatures values */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** `out[m,n] = Σ_k a[m,k]·weights[n,k]` of small integers. */
export function planeGemmInt32(operands: PlaneGemmReference): Int32Array {
  return bgemmInt32(operands);
}

/** What a scaled product adds to {@link PlaneGemmReference}. */
export interface PlaneGemmScales {
  /** [rows] */
  readonly rowScales?: ArrayLike<number>;
  /** [outFeatures] */
  readonly bias?: ArrayLike<number>;
  readonly relu?: boolean;
}

/** `out[m,n] = rowScales[m]·Σ_k a[m,k]·weights[n,k] + bias[n]` of reals, negative outputs 0 with `relu`. */
export function planeGemm(operands: PlaneGemmReference & PlaneGemmScales): Float64Array {
  const { a, weights, rows, outFeatures, inFeatures, rowScales, bias, relu = false } = operands;
  const out = new Float64Array(rows * outFeatures);
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < outFeatures; n++) {
      let dot = 0;
      for (let k = 0; k < inFeatures; k++) {
        dot += a[m * inFeatures + k] * weights[n * inFeatures + k];
      }
      const y = (rowScales?.[m] ?? 1) * dot + (bias?.[n] ?? 0);
      out[m * outFeatures + n] = relu ? Math.max(y, 0) : y;
    }
  }
  return out;
}
