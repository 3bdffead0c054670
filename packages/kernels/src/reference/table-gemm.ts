import { bgemm, bgemmInt32, type ScaledOutput } from "./bgemm.ts";
import type { SignWeightGemmReference } from "./sign-weight-gemm.ts";
import { signWeightGemm } from "./sign-weight-gemm.ts";

/** Operands of {@link tableGemmInt32}. */
export interface TableGemmReference {
  /** rows × inFeatures integers in −128 … 127 */
  readonly codes: ArrayLike<number>;
  /** outFeatures × inFeatures integers of at most four bits */
  readonly weights: ArrayLike<number>;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** `out[m,n] = Σ_k codes[m,k]·weights[n,k]`. */
export function tableGemmInt32(operands: TableGemmReference): Int32Array {
  return bgemmInt32({ ...operands, a: operands.codes });
}

/** `out[m,n] = (Σ_k codes[m,k]·weights[n,k])·rowScales[m]·columnScales[n] + bias[n]`, negative outputs 0 with `relu`. */
export function tableGemm(operands: TableGemmReference & ScaledOutput): Float64Array {
  return bgemm({ ...operands, a: operands.codes });
}

/** `out[m,n] = columnScales[n]·Σ_k x[m,k]·weights[n,k] + bias[n]`, negative outputs 0 with `relu`. */
export function tableGemmFloat32(operands: SignWeightGemmReference): Float64Array {
  return signWeightGemm(operands);
}
