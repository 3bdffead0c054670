import { type GemmFloat32Reference, gemmFloat32 } from "./gemm-float32.ts";

/** Operands of {@link signWeightGemm}; `weights` holds ±1. */
export interface SignWeightGemmReference extends GemmFloat32Reference {
  /** [outFeatures] */
  readonly columnScales: ArrayLike<number>;
}

/** `out[m,n] = columnScales[n]·Σ_k x[m,k]·weights[n,k] + bias[n]`: a float product with weights ±columnScales[n]. */
export function signWeightGemm(operands: SignWeightGemmReference): Float64Array {
  const { weights, columnScales, inFeatures } = operands;
  const scaled = Float64Array.from(
    weights,
    (sign, i) => sign * columnScales[Math.floor(i / inFeatures)],
  );
  return gemmFloat32({ ...operands, weights: scaled });
}
