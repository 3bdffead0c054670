import { type GemmFloat32Reference, gemmFloat32 } from "./gemm-float32.ts";

/** `Σ_k x[m,k]·weights[n,k]` with weights ±1, as {@link scaleSums} scales it. */
export function signWeightGemm(operands: GemmFloat32Reference): Float64Array {
  return gemmFloat32(operands);
}
