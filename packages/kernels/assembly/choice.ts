// Which micro-kernels each operator drives. Operators import the role, never a micro-kernel.
export { bgemm_1x16__wasm_simd128 as bgemmOneRow } from "./micro/bgemm-1x16";
export { bgemm_4x8__wasm_simd128 as bgemmFourRows } from "./micro/bgemm-4x8";
export { gemmFloat32_1x16__wasm_simd128 as gemmFloat32OneRow } from "./micro/gemm-float32-1x16";
export { gemmFloat32_4x8__wasm_simd128 as gemmFloat32FourRows } from "./micro/gemm-float32-4x8";
export { gemmInt8_1x4__wasm_simd128 as gemmInt8OneRow } from "./micro/gemm-int8-1x4";
export { gemmInt8_2x4__wasm_simd128 as gemmInt8TwoRows } from "./micro/gemm-int8-2x4";
export { signWeightGemm_1x16__wasm_simd128 as signWeightGemmOneRow } from "./micro/sign-weight-gemm-1x16";
export { signWeightGemm_4x8__wasm_simd128 as signWeightGemmFourRows } from "./micro/sign-weight-gemm-4x8";
