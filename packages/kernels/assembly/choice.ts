// Which micro-kernels each operator drives. Operators import the role, never a micro-kernel.
import { bgemm_1x16__wasm_simd128 } from "./micro/bgemm-1x16";
import { bgemm_1x16c16__wasm_simd128 } from "./micro/bgemm-1x16c16";
import { bgemm_2x32__wasm } from "./micro/bgemm-2x32";
import { bgemm_2x64__wasm } from "./micro/bgemm-2x64";

export { depthwise_1x128__wasm_simd128 as depthwiseRow } from "./micro/depthwise-1x128";
export { gemmFloat32_1x16__wasm_simd128 as gemmFloat32Row } from "./micro/gemm-float32-1x16";
export { gemmFloat32_2x16__wasm_simd128 as gemmFloat32RowPair } from "./micro/gemm-float32-2x16";
export { gemmInt8_1x4__wasm_simd128 as gemmInt8OneRow } from "./micro/gemm-int8-1x4";
export { gemmInt8_2x4__wasm_simd128 as gemmInt8TwoRows } from "./micro/gemm-int8-2x4";
export { planeProduct_1x8__wasm_simd128 as planeProductRow } from "./micro/plane-product-1x8";
export {
  setBitGemm_1x1__wasm_simd128 as setBitGemmRow,
  setBitGemm_16x1__wasm_simd128 as setBitGemmRows,
} from "./micro/set-bit-gemm";
export { signWeightGemm_1x16__wasm_simd128 as signWeightGemmRow } from "./micro/sign-weight-gemm-1x16";
export { signWeightGemm_2x8__wasm_simd128 as signWeightGemmRowPair } from "./micro/sign-weight-gemm-2x8";
export { tableGemm_1x16__wasm as tableGemmRow } from "./micro/table-gemm-1x16";
export { tableGemm_2x16__wasm as tableGemmRowPair } from "./micro/table-gemm-2x16";
export { tableGemmFloat32_1x16__wasm as tableGemmFloat32Row } from "./micro/table-gemm-float32-1x16";

// The compiler drops the branch of the module that it is not compiling.

/**
 * From how many rows on pairs are looked up: spreading the weights into nibbles costs about as much as looking up one
 * pair, and is shared by all of them.
 */
export const BGEMM_PAIRS_FROM_ROWS: i32 = 4;

/** Vectors of 16 channels in the tile of {@link bgemmRowPair}, where nothing else was chosen. */
export const BGEMM_PAIR_VECTORS: i32 = ASC_FEATURE_RELAXED_SIMD ? 4 : 2;

/** @param deep  Whether trees of adders take sixteen bytes, not four. */
// @ts-ignore: decorator
@inline
export function bgemmRow(deep: bool, a: usize, w: usize, bytes: i32, sums: usize): void {
  if (deep) bgemm_1x16c16__wasm_simd128(a, w, bytes, sums);
  else bgemm_1x16__wasm_simd128(a, w, bytes, sums);
}

/** @param vectors  2 or 4: of 16 channels, in the tile. */
// @ts-ignore: decorator
@inline
export function bgemmRowPair(vectors: i32, offsets: usize, nibbles: usize, groups: i32, sums: usize): void {
  if (vectors == 4) bgemm_2x64__wasm(offsets, nibbles, groups, sums);
  else bgemm_2x32__wasm(offsets, nibbles, groups, sums);
}
