import { bgemmInt32 } from "./bgemm.ts";
import { gemmFloat32 } from "./gemm-float32.ts";
import type { ScaledOutput } from "./product-output.ts";

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

/** The same of reals, as {@link scaleSums} scales it. */
export function planeGemm({ a, ...operands }: PlaneGemmReference & ScaledOutput): Float64Array {
  return gemmFloat32({ ...operands, x: a });
}
