import { bgemm, bgemmInt32 } from "./bgemm.ts";
import { type GemmFloat32Reference, gemmFloat32 } from "./gemm-float32.ts";
import type { ScaledOutput } from "./product-output.ts";

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

/** The same, as {@link scaleSums} scales it. */
export function tableGemm(operands: TableGemmReference & ScaledOutput): Float64Array {
  return bgemm({ ...operands, a: operands.codes });
}

/** `Σ_k x[m,k]·weights[n,k]` with weights of at most four bits, as {@link scaleSums} scales it. */
export function tableGemmFloat32(operands: GemmFloat32Reference): Float64Array {
  return gemmFloat32(operands);
}
